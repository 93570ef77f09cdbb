// The provider with a bug: it panics in the middle of the first request that
// writes, when key and body are in the hands of net/http.
package main

import (
	"log"
	"net/http"
	"net/url"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/provider"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/serve"
)

func main() {
	// The provider's own transport is made after this one.
	http.DefaultTransport.(*http.Transport).Proxy = func(r *http.Request) (*url.URL, error) {
		if r.Method == http.MethodPost {
			var none map[string]bool
			none[r.URL.Path] = true
		}
		return nil, nil
	}
	if err := serve.Serve(provider.New("crashing"), false); err != nil {
		log.Fatal(err)
	}
}
