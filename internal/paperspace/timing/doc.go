// Package timing is shared by the packages that wait. It has pauses that an interrupt ends,
// scales them down for tests, and makes contexts whose timeout can be removed.
package timing
