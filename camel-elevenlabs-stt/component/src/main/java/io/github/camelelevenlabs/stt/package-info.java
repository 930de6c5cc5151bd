/**
 * The Camel component: component, endpoint, producer and consumer, and what all sessions of a component share. Messages bring audio,
 * exchanges carry transcripts. Knows all other rooms; no other room knows it. The public classes are API.
 */
package io.github.camelelevenlabs.stt;
