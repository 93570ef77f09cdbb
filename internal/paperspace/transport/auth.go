package transport

import "net/http"

// APIKey puts the key into the named header, as CORE requires it (x-api-key).
func APIKey(header, key string) func(*http.Request) {
	return func(r *http.Request) { r.Header.Set(header, key) }
}

// Bearer puts the key into the Authorization header, as API v1 requires it.
func Bearer(key string) func(*http.Request) {
	return func(r *http.Request) { r.Header.Set("Authorization", "Bearer "+key) }
}
