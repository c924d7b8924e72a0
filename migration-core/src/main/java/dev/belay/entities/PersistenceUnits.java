package dev.belay.entities;

import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Reads which persistence units the files {@code META-INF/persistence.xml} of a class path name. */
final class PersistenceUnits {

    private PersistenceUnits() {}

    /**
     * {@return their names, in the order of the class path}
     *
     * @throws EnvironmentException when a file cannot be read
     */
    static List<String> names(ClassLoader loader) {
        var names = new ArrayList<String>();
        try {
            for (URL file : Collections.list(loader.getResources("META-INF/persistence.xml"))) {
                read(file, names);
            }
            return names;
        } catch (IOException | XMLStreamException e) {
            throw new EnvironmentException(
                    Problem.of("META-INF/persistence.xml cannot be read: " + e.getMessage(), "Correct the file."), e);
        }
    }

    private static void read(URL file, List<String> names) throws IOException, XMLStreamException {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        try (InputStream in = file.openStream()) {
            XMLStreamReader xml = factory.createXMLStreamReader(in);
            while (xml.hasNext()) {
                if (xml.next() == XMLStreamConstants.START_ELEMENT
                        && xml.getLocalName().equals("persistence-unit")) {
                    names.add(xml.getAttributeValue(null, "name"));
                }
            }
        }
    }
}
