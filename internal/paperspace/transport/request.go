package transport

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
)

// Request is one request to Paperspace.
type Request struct {
	Op     string // the operation, for errors: `create machine "web"`
	Method string // "" means GET
	Path   string // appended to the base URL; build it with JoinPath
	Query  url.Values

	// Body is encoded as JSON unless it is nil. Content-Type is sent only with a body,
	// because API v1 rejects a JSON type without one.
	Body any

	// Secrets are texts in this request, such as a password in its body, that must not be
	// shown even if Paperspace quotes them.
	Secrets []string

	// Private is true if a successful response might contain a secret. If the response cannot
	// be decoded, the error does not quote it.
	Private bool

	// Unquoted is true if the request is about an object with a secret that is not known. An
	// error that might describe the object, which is that of a read or one with a status of
	// 500 or more, is not quoted. Other errors explain what is wrong with the request.
	Unquoted bool

	Repeat Repeat // whether the request can be retried

	// Whole is true if the end of the context does not end an attempt. It is for requests
	// whose effect would be missing from the state if they were cut off. A request that is
	// sent [Once] is always whole.
	Whole bool
}

// NoID returns the error for a 2xx response to a create that does not contain the ID of the new
// object. The object might exist.
func (r Request) NoID(what string) error {
	return &paperspace.Error{
		Op: r.Op, Kind: paperspace.ErrNotService, Method: r.Method, Path: r.Path, Effect: true,
		Message: fmt.Sprintf("the response to the create contains no %s ID", what),
	}
}

// Repeat determines when a request can be retried.
type Repeat int

const (
	// Once is for a write that creates something. It is repeated only if it certainly did not
	// reach Paperspace (connection refused, no such host), or Paperspace did not process it
	// (429).
	Once Repeat = iota
	// Idempotent is for a write that can be carried out twice without harm, such as a stop, an
	// update, or a destroy. It is repeated like a read.
	Idempotent
	// Read is for a request that has no effect.
	Read
)

// JoinPath joins elements to a path and escapes each of them: JoinPath("machines", machineID). If an
// element is blank, [Client.Do] rejects the path, because a read with an empty ID would be a
// list. It also rejects the elements "." and "..", which servers resolve.
func JoinPath(elems ...string) string {
	var b strings.Builder
	for _, e := range elems {
		if strings.TrimSpace(e) == "" {
			e = ""
		}
		b.WriteByte('/')
		b.WriteString(url.PathEscape(e))
	}
	return b.String()
}

func checkPath(path string) error {
	rest, ok := strings.CutPrefix(path, "/")
	if !ok {
		return errors.New("the path must begin with a slash")
	}
	if strings.ContainsAny(rest, "?#") {
		return errors.New("the path holds a query or fragment")
	}
	for elem := range strings.SplitSeq(rest, "/") {
		plain, err := url.PathUnescape(elem)
		switch {
		case err != nil:
			return errors.New("the path is not escaped")
		case plain == "":
			return errors.New("an element of the path, such as an ID, is empty")
		case plain == "." || plain == "..":
			return fmt.Errorf("%q cannot be an element of the path", plain)
		}
	}
	return nil
}

// prepared is a Request that has passed all checks before sending.
type prepared struct {
	op, method, path string
	url              *url.URL
	body             []byte // nil: none
	repeat           Repeat
	private, whole   bool
	unquoted         bool
}

func (p *prepared) writes() bool { return p.repeat != Read }

func (p *prepared) failure(kind error) *paperspace.Error {
	return &paperspace.Error{Op: p.op, Kind: kind, Method: p.method, Path: p.path}
}

func (c *Client) prepare(r Request) (*prepared, error) {
	if c.base == nil || c.base.Host == "" || (c.base.Scheme != "http" && c.base.Scheme != "https") {
		return nil, errors.New("no usable endpoint is configured")
	}
	if err := checkPath(r.Path); err != nil {
		return nil, err
	}
	u := *c.base
	u.User = nil
	u.RawPath = strings.TrimRight(u.EscapedPath(), "/") + r.Path
	var err error
	if u.Path, err = url.PathUnescape(u.RawPath); err != nil {
		return nil, errors.New("the path is not escaped")
	}
	// CORE's own client writes a space as %20. Encode has already written a plus as %2B.
	u.RawQuery = strings.ReplaceAll(r.Query.Encode(), "+", "%20")

	p := &prepared{
		op: c.text(r.Op), method: r.Method, path: c.text(u.EscapedPath()),
		url: &u, repeat: r.Repeat, private: r.Private, unquoted: r.Unquoted, whole: r.Whole || r.Repeat == Once,
	}
	if p.method == "" {
		p.method = http.MethodGet
	}
	if r.Body != nil {
		if p.body, err = json.Marshal(r.Body); err != nil {
			return nil, fmt.Errorf("encode the request: %w", err)
		}
	}
	return p, nil
}

// request builds the request of one attempt to u, with the key.
//
// The body is a bytes.Reader, so net/http can rewind it and silently send a write again on
// another connection. Over HTTP/1, it does that only if nothing was written, because a POST
// without an Idempotency-Key is not replayable. Over HTTP/2, it does that even after the headers
// were written, which wireTrace prevents.
func (c *Client) request(ctx context.Context, p *prepared, u *url.URL) (*http.Request, error) {
	var body io.Reader
	if p.body != nil {
		body = bytes.NewReader(p.body)
	}
	req, err := http.NewRequestWithContext(ctx, p.method, u.String(), body)
	if err != nil {
		return nil, fmt.Errorf("build the request: %w", err)
	}
	req.Header.Set("Accept", "application/json")
	if p.body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	if c.userAgent != "" {
		req.Header.Set("User-Agent", c.userAgent)
	}
	c.authorize(req)
	for name, values := range req.Header {
		for _, v := range values {
			if strings.ContainsFunc(v, func(r rune) bool { return r < ' ' && r != '\t' || r == 0x7f }) {
				return nil, fmt.Errorf("the value for the %s header holds a line break or another control character; a key pasted with one is the usual reason", name)
			}
		}
	}
	return req, nil
}
