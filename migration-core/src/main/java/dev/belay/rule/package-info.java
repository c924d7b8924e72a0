/**
 * Layer 2: what a rule is and what it may ask; the rules are in the packages below, one class each. A rule returns
 * findings or nothing; it neither logs nor throws, and knows nothing of suppression or of who reads its findings.
 */
package dev.belay.rule;
