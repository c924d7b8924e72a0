/** Rules about statements that lose data, or take away what keeps it right. */
package dev.belay.rule.data;
