/**
 * Sessions that outlive their process: what was said is kept until the session is over, so that another process can go on with it. API:
 * users name these classes as beans and implement the interfaces. Knows no other room but text.
 */
package io.github.camelelevenlabs.stt.repository;
