// Package once creates objects at most once, although responses get lost. See [Create].
package once
