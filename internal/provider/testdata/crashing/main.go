// The provider with a bug: it panics in the middle of the first request that
// writes, when key and body are in the hands of net/http.
package main

import (
	"bytes"
	"context"
	"log"
	"net"
	"net/http"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/provider"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/serve"
)

// crashing is a connection that cannot write.
type crashing struct{ net.Conn }

func (c crashing) Write(p []byte) (int, error) {
	if bytes.HasPrefix(p, []byte("POST ")) {
		var none map[string]bool
		none["POST"] = true
	}
	return c.Conn.Write(p)
}

func main() {
	// The provider's own transport is made after this one.
	http.DefaultTransport.(*http.Transport).DialContext = func(ctx context.Context, network, address string) (net.Conn, error) {
		conn, err := new(net.Dialer).DialContext(ctx, network, address)
		if err != nil {
			return nil, err
		}
		return crashing{conn}, nil
	}
	if err := serve.Serve(provider.New("crashing"), false); err != nil {
		log.Fatal(err)
	}
}
