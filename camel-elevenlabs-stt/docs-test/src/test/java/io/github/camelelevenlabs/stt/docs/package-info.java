/** What the pages show is compiled, run or checked here, for every page of the repository. */
package io.github.camelelevenlabs.stt.docs;
