package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// service sends plain requests. It does not use the provider's client, which compensates
// for the behaviors that the probes investigate.
type service struct {
	client        *http.Client
	endpoint, key string
	poll          time.Duration
	say           func(format string, args ...any)

	prefix string // of the names of all objects that are created
	bench  bench
}

// response is a decoded response. Only its status, its error code, the names of its keys,
// and words that identify no account can appear in the output.
type response struct {
	status int
	body   any // decoded JSON
	null   bool
	date   time.Time
	err    error
}

// requestTimeout limits how long a single request takes.
const requestTimeout = time.Minute

func (s *service) get(ctx context.Context, path string) response {
	return s.send(ctx, http.MethodGet, path, nil)
}

// firstRequest returns an error if the endpoint is not API v1 or rejects the key. A site that
// responds to every path with a page would fill the table with findings about itself.
func (s *service) firstRequest(ctx context.Context) error {
	const advice = "Nothing was created. Check PAPERSPACE_API_KEY and the endpoint"
	r := s.get(ctx, "/startup-scripts?limit=1")
	_, listed := field(r.body, "items")
	switch {
	case ctx.Err() != nil:
		return errors.New("interrupted, and nothing was created")
	case r.err != nil:
		return fmt.Errorf("the first request failed: %w. %s", r.err, advice)
	case !r.ok():
		return fmt.Errorf("the first request failed (%s). %s", r.verdict(), advice)
	case !listed:
		return fmt.Errorf("the response to the first request (%s) has no \"items\", so it is not from API v1. %s", r.verdict(), advice)
	}
	return nil
}

// send sends a request, and retries it only after a 429. A write that has begun is not
// interrupted, because the probe must know what the write creates.
func (s *service) send(ctx context.Context, method, path string, body any) response {
	for pause := 10 * time.Second; ; pause *= 2 {
		r := s.once(ctx, method, path, body, s.key)
		if r.status != http.StatusTooManyRequests || pause > 3*time.Minute || wait(ctx, pause) != nil {
			return r
		}
	}
}

func (s *service) once(ctx context.Context, method, path string, body any, key string) response {
	if err := ctx.Err(); err != nil {
		return response{err: err}
	}
	if method != http.MethodGet {
		ctx = context.WithoutCancel(ctx)
	}
	ctx, cancel := context.WithTimeout(ctx, requestTimeout)
	defer cancel()
	var content io.Reader
	if body != nil {
		encoded, err := json.Marshal(body)
		if err != nil {
			return response{err: err}
		}
		content = bytes.NewReader(encoded)
	}
	req, err := http.NewRequestWithContext(ctx, method, s.endpoint+path, content)
	if err != nil {
		return response{err: err}
	}
	req.Header.Set("Authorization", "Bearer "+key)
	req.Header.Set("Accept", "application/json")
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	resp, err := s.client.Do(req)
	if err != nil {
		return response{err: err}
	}
	defer resp.Body.Close()
	raw, err := io.ReadAll(io.LimitReader(resp.Body, 8<<20))
	if err != nil {
		return response{status: resp.StatusCode, err: err}
	}
	r := response{status: resp.StatusCode}
	r.date, _ = http.ParseTime(resp.Header.Get("Date"))
	if json.Unmarshal(raw, &r.body) == nil {
		r.null = r.body == nil
	}
	return r
}

func (r response) ok() bool { return r.err == nil && r.status < 300 && !r.null }

// gone reports whether the response means that the object does not exist.
func (r response) gone() bool {
	return r.err == nil && (r.status == http.StatusNotFound || r.status == http.StatusOK && r.null)
}

var errorCode = regexp.MustCompile(`^[A-Z_]{1,40}$`)

// verdict returns the status with the error code, such as "404 NOT_FOUND" or "200 null".
func (r response) verdict() string {
	switch code := text(r.body, "code"); {
	case r.err != nil:
		return noResponse
	case r.null:
		return strconv.Itoa(r.status) + " null"
	case r.status >= 400 && errorCode.MatchString(code):
		return strconv.Itoa(r.status) + " " + code
	default:
		return strconv.Itoa(r.status)
	}
}

var keyName = regexp.MustCompile(`^[A-Za-z]{1,32}$`)

// keys lists the keys of a JSON object, except keys that could be IDs.
func (r response) keys() string {
	object, _ := r.body.(map[string]any)
	var names []string
	for _, name := range slices.Sorted(maps.Keys(object)) {
		if keyName.MatchString(name) {
			names = append(names, name)
		}
	}
	if len(names) == 0 {
		return "no JSON object"
	}
	return strings.Join(names, ", ")
}

// data returns the object that a response is about, whether or not it also has an event.
func (r response) data() any {
	if object, _ := r.body.(map[string]any); object["data"] != nil {
		return object["data"]
	}
	return r.body
}

// items returns the items of a page.
func (r response) items() []any { return array(r.body, "items") }

func field(object any, key string) (any, bool) {
	fields, _ := object.(map[string]any)
	value, ok := fields[key]
	return value, ok
}

func text(object any, key string) string {
	value, _ := field(object, key)
	s, _ := value.(string)
	return s
}

func is(object any, key string) bool {
	value, _ := field(object, key)
	b, _ := value.(bool)
	return b
}

func array(object any, key string) []any {
	value, _ := field(object, key)
	all, _ := value.([]any)
	return all
}

// listAll reads all pages of a list, newest first. It also returns the last response, which
// is the first that failed, if any.
func (s *service) listAll(ctx context.Context, path string) ([]any, response) {
	var all []any
	after := ""
	for range 100 {
		r := s.get(ctx, path+"?limit=100"+after)
		all = append(all, r.items()...)
		next := text(r.body, "nextPage")
		if !r.ok() || !is(r.body, "hasMore") || next == "" {
			return all, r
		}
		after = "&after=" + next
	}
	return all, response{err: errTooLong}
}

// wait pauses until d is over or ctx ends.
func wait(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
