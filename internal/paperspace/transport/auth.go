package transport

import "net/http"

// APIKey returns a function that sets the named header to the key, as CORE requires (x-api-key).
func APIKey(header, key string) func(*http.Request) {
	return func(r *http.Request) { r.Header.Set(header, key) }
}

// Bearer returns a function that sets the Authorization header to the key, as API v1 requires.
func Bearer(key string) func(*http.Request) {
	return func(r *http.Request) { r.Header.Set("Authorization", "Bearer "+key) }
}
