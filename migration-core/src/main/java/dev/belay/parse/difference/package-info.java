/** What statements take one schema to another, as pgCodeKeeper writes them. None of its types leaves this package. */
package dev.belay.parse.difference;
