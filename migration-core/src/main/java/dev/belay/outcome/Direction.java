package dev.belay.outcome;

/** Which way a run goes. */
public enum Direction {
    UP,
    DOWN
}
