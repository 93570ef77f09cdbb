package transport

import (
	"fmt"
	"io"
	"net/url"
)

// Format prints only the endpoint, for every verb.
func (c *Client) Format(s fmt.State, _ rune) { _, _ = io.WriteString(s, c.String()) }

// String returns a text with the host of the endpoint.
func (c *Client) String() string { return "transport.Client(" + hostOf(c.base) + ")" }

// GoString returns String, so that %#v does not show the key.
func (c *Client) GoString() string { return c.String() }

// Format prints only the endpoint, for every verb.
func (o Options) Format(s fmt.State, _ rune) { _, _ = io.WriteString(s, o.String()) }

// String returns a text with the host of the endpoint.
func (o Options) String() string { return "transport.Options(" + hostOf(o.BaseURL) + ")" }

// GoString returns String, so that %#v does not show the key.
func (o Options) GoString() string { return o.String() }

func hostOf(u *url.URL) string {
	if u == nil {
		return "no endpoint"
	}
	return scrub(u.Host)
}
