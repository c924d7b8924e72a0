package shop;

public final class Names {

    private Names() {}

    public static String first() {
        return "Ada";
    }
}
