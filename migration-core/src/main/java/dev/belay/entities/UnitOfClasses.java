package dev.belay.entities;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.util.List;
import java.util.Properties;
import javax.sql.DataSource;

/**
 * A persistence unit that no file describes, as Spring Boot has them: JPA's {@code PersistenceUnitInfo}, answered method
 * by method.
 *
 * @param loader of the project's classes
 * @param classes the mapped ones
 * @param root where they are
 * @param database where the schema is made
 */
record UnitOfClasses(ClassLoader loader, List<String> classes, URL root, DataSource database)
        implements InvocationHandler {

    /** {@return the object that a persistence provider asks} */
    Object as(Class<?> info) {
        return Proxy.newProxyInstance(loader, new Class<?>[] {info}, this);
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) {
        return switch (method.getName()) {
            case "getPersistenceUnitName", "toString" -> "belay";
            case "hashCode" -> System.identityHashCode(proxy);
            case "equals" -> proxy == arguments[0];
            case "getManagedClassNames" -> classes;
            case "getNonJtaDataSource" -> database;
            case "getClassLoader", "getNewTempClassLoader" -> loader;
            case "getPersistenceUnitRootUrl" -> root;
            case "getProperties" -> new Properties();
            case "excludeUnlistedClasses" -> true;
            case "getTransactionType" -> constant(method, "RESOURCE_LOCAL");
            case "getSharedCacheMode" -> constant(method, "UNSPECIFIED");
            case "getValidationMode" -> constant(method, "AUTO");
            case "getPersistenceXMLSchemaVersion" -> "2.2";
            default -> method.getReturnType() == List.class ? List.of() : null; // what a unit need not have
        };
    }

    private static Object constant(Method method, String name) {
        for (Object constant : method.getReturnType().getEnumConstants()) {
            if (((Enum<?>) constant).name().equals(name)) {
                return constant;
            }
        }
        throw new IllegalStateException(method + " has no " + name);
    }
}
