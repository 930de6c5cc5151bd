/** Compiles, runs or checks the samples and facts of every page of the repository. */
package io.github.camelelevenlabs.stt.docs;
