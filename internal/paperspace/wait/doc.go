// Package wait waits for machines: until they are in a state, show a change, or are gone. A
// [Watcher] polls for all waits together, and a [Target] judges what the polls show. The
// package sends no writes.
package wait
