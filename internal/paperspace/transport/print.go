package transport

import (
	"fmt"
	"io"
	"net/url"
)

// Format keeps whatever the verb is from showing more than the endpoint.
func (c *Client) Format(s fmt.State, _ rune) { _, _ = io.WriteString(s, c.String()) }

// String names the endpoint.
func (c *Client) String() string { return "transport.Client(" + hostOf(c.base) + ")" }

// GoString is String: %#v must not show the key either.
func (c *Client) GoString() string { return c.String() }

// Format keeps whatever the verb is from showing the secrets.
func (o Options) Format(s fmt.State, _ rune) { _, _ = io.WriteString(s, o.String()) }

// String names the endpoint.
func (o Options) String() string { return "transport.Options(" + hostOf(o.BaseURL) + ")" }

// GoString is String: %#v must not show the key either.
func (o Options) GoString() string { return o.String() }

func hostOf(u *url.URL) string {
	if u == nil {
		return "no endpoint"
	}
	return scrub(u.Host)
}
