/** Measurements that anyone can repeat: each has a main that prints what it saw. */
package io.github.camelelevenlabs.stt.benchmark;
