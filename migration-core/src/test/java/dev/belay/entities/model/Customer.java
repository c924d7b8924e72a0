package dev.belay.entities.model;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Index;
import jakarta.persistence.Table;
import java.time.LocalDate;

/** Someone who buys. */
@Entity
@Table(name = "customers", indexes = @Index(name = "customers_by_name", columnList = "name"))
public class Customer {

    /** How much they are worth. */
    public enum Grade {
        GOLD,
        SILVER
    }

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    Long id;

    @Column(nullable = false, length = 100)
    String name;

    @Column(unique = true)
    String mail;

    @Enumerated(EnumType.STRING)
    @Column(length = 20)
    Grade grade;

    LocalDate since;
}
