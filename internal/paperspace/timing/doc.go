// Package timing has what the packages that wait share: pauses that an interrupt ends,
// their shorter form in tests, and contexts whose timeout can be set aside.
package timing
