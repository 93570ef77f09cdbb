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

// Request is one call of Paperspace.
type Request struct {
	Op     string // what is being done, for errors: `create machine "web"`
	Method string // empty: GET
	Path   string // joined to the base URL; build it with JoinPath
	Query  url.Values

	// Body is encoded as JSON unless nil. Content-Type is sent with a body
	// only: API v1 rejects a JSON type without one.
	Body any

	// Secrets are texts of this request, such as a password in its body, that
	// must not show even if Paperspace quotes them.
	Secrets []string

	// Private is for a request whose response might be a secret: a success that is not
	// understood can be the secret in another form, and is not quoted.
	Private bool

	// Unquoted is for a request about an object with a secret that is not known. Nothing
	// is quoted of an error that might describe the object: that of a read, or one with
	// a status from 500 on. Other errors explain what is wrong with the request.
	Unquoted bool

	Repeat Repeat // what can be retried

	// Whole is true if the end of the context does not end an attempt, because
	// the state would not hold what a request that was cut off has done. A
	// request that is sent [Once] is always whole.
	Whole bool
}

// NoID is the error of a 2xx response to a create that holds no ID of what was
// made: something can exist now.
func (r Request) NoID(what string) error {
	return &paperspace.Error{
		Op: r.Op, Kind: paperspace.ErrNotService, Method: r.Method, Path: r.Path, Effect: true,
		Message: fmt.Sprintf("the response to the create contains no %s ID", what),
	}
}

// Repeat says when a request might be sent a second time.
type Repeat int

const (
	// Once is for a write that creates something. It is repeated only when it
	// provably never got to Paperspace (connection refused, no such host) or
	// Paperspace did not process it (429).
	Once Repeat = iota
	// Idempotent is for a write that might be carried out twice, such as stop,
	// update or destroy. It is repeated like a read.
	Idempotent
	// Read has no effect at all.
	Read
)

// JoinPath makes a path of elements, each escaped: JoinPath("machines", ID).
// An empty element gives a path that [Client.Do] rejects, because a show with an
// empty ID would be a list; so do "." and "..", which servers resolve.
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

// prepared is a Request after everything that can be wrong with it before
// sending has been checked.
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
	// CORE's own client writes a space as %20; a literal plus is %2B by now.
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

// request builds one attempt's request to u, with the key.
//
// The body is a bytes.Reader, so net/http can rewind it and silently sends a
// write again on another connection: over HTTP/1 only when nothing had been
// written (POST is not "replayable" otherwise, and we never set an
// Idempotency-Key), over HTTP/2 also after the headers went out. wireTrace
// stops the latter.
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
