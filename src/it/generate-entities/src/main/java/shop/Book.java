package shop;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;

@Entity
public class Book {

    @Id
    Long id;

    @Column(nullable = false)
    String title;

    Integer pageCount;
}
