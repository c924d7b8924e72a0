package dev.belay.report;

import freemarker.core.TemplateClassResolver;
import freemarker.template.Configuration;
import freemarker.template.TemplateException;
import freemarker.template.TemplateExceptionHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;

/**
 * The templates of the pages, which escape whatever they print. A page may load nothing and run nothing: its content
 * security policy allows its own style sheet only, by its hash.
 */
final class HtmlTemplate {

    private HtmlTemplate() {}

    /** {@return the page of a check in UTF-8} */
    static byte[] render(HtmlPage page) throws IOException {
        return render("report.ftlh", page, resource("report.css"));
    }

    /** {@return the page of a run in UTF-8} */
    static byte[] render(RunPage page) throws IOException {
        return render("run.ftlh", page, resource("report.css") + resource("run.css"));
    }

    private static byte[] render(String template, Record page, String css) throws IOException {
        var text = new StringWriter();
        try {
            engine().getTemplate(template).process(Map.of("page", page, "css", css, "cssHash", sha256(css)), text);
        } catch (TemplateException e) {
            throw new IllegalStateException("the template does not fit the page", e);
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static Configuration engine() {
        var engine = new Configuration(Configuration.VERSION_2_3_34);
        engine.setClassForTemplateLoading(HtmlTemplate.class, "");
        engine.setDefaultEncoding(StandardCharsets.UTF_8.name());
        engine.setLocale(Locale.ROOT);
        engine.setNumberFormat("computer");
        engine.setTemplateExceptionHandler(TemplateExceptionHandler.RETHROW_HANDLER);
        engine.setLogTemplateExceptions(false);
        engine.setWrapUncheckedExceptions(true);
        engine.setNewBuiltinClassResolver(TemplateClassResolver.ALLOWS_NOTHING_RESOLVER);
        return engine;
    }

    private static String resource(String name) throws IOException {
        try (InputStream bytes = HtmlTemplate.class.getResourceAsStream(name)) {
            // a checkout on Windows may have other line ends; browsers hash the text as they read it, with LF
            return new String(bytes.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
        }
    }

    private static String sha256(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
