package transport

import (
	"cmp"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode/utf16"
	"unicode/utf8"
)

const hidden = "[redacted]"

// shortestSecret is the length in bytes from which on a secret is hidden. A
// shorter one is a part of so many words that hiding it would destroy every
// message, and the gaps would give it away.
const shortestSecret = 4

func worthHiding(s string) bool { return len(strings.TrimSpace(s)) >= shortestSecret }

// redactor removes secrets from texts. It is used by pointer so that printing
// whatever holds it prints an address. Its forms are made when they are first
// needed: most requests succeed, and a long script has thousands of them.
type redactor struct {
	secrets []string

	once    sync.Once
	forms   []string // longest first
	replace *strings.Replacer
}

// and returns a redactor that hides more.
func (r *redactor) and(more []string) *redactor {
	if !slices.ContainsFunc(more, worthHiding) {
		return r
	}
	return newRedactor(slices.Concat(r.secrets, more))
}

func newRedactor(secrets []string) *redactor {
	return &redactor{secrets: slices.DeleteFunc(slices.Clone(secrets), func(s string) bool { return !worthHiding(s) })}
}

func (r *redactor) prepare() {
	for _, s := range r.secrets {
		// What prints a text might have cleaned it before; see Line and clean.
		for _, s := range []string{s, strings.TrimSpace(s), Line(s), scrub(s)} {
			r.forms = append(r.forms, s)
			r.forms = append(r.forms, spellings(s)...)
		}
	}
	r.forms = slices.DeleteFunc(r.forms, func(s string) bool { return !worthHiding(s) })
	// The replacer takes the first that fits: a longer form must come before
	// one that is a part of it, or the rest would be left standing.
	slices.SortFunc(r.forms, func(a, b string) int { return cmp.Or(len(b)-len(a), strings.Compare(a, b)) })
	r.forms = slices.Compact(r.forms)
	// What is hidden already stays as it is, even if a secret is a part of it.
	pairs := []string{hidden, hidden}
	for _, f := range r.forms {
		pairs = append(pairs, f, hidden)
	}
	r.replace = strings.NewReplacer(pairs...)
}

// spellings are the forms in which a server, a proxy or net/http can hand the
// secret back: in an address, quoted in one of JSON's ways, in a page, or in
// base64. Base64 of a text in the middle of which the secret is has
// three forms, by the position of its first byte; the ends that mix with the
// neighbours are left out. Short secrets are not searched for in base64, where
// two or three characters are everywhere.
func spellings(s string) []string {
	query, path := url.QueryEscape(s), url.PathEscape(s)
	forms := []string{query, path, lowerEscapes(query), lowerEscapes(path), html.EscapeString(s)}
	forms = append(forms, quotations(s)...)
	if len(s) < 8 {
		return forms
	}
	for shift := range 3 {
		raw := slices.Concat(make([]byte, shift), []byte(s))
		from, to := (shift*8+5)/6, len(raw)*8/6
		forms = append(forms,
			base64.RawStdEncoding.EncodeToString(raw)[from:to],
			base64.RawURLEncoding.EncodeToString(raw)[from:to])
	}
	return forms
}

// quotations are the ways in which a JSON text can spell s, without the quotes.
// Encoders agree on quotes and backslashes, and differ in whether they escape
// what means something in HTML (Go), slashes (PHP), and all but ASCII (Python).
func quotations(s string) []string {
	escaped, plain := quoted(s, true), quoted(s, false)
	slashes := strings.ReplaceAll(plain, "/", `\/`)
	return []string{escaped, plain, slashes, inASCII(plain), inASCII(slashes)}
}

func quoted(s string, escapeHTML bool) string {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(escapeHTML)
	if err := e.Encode(s); err != nil { // which no string brings about
		return s
	}
	text := strings.TrimSuffix(b.String(), "\n")
	return text[1 : len(text)-1]
}

// inASCII writes what is not ASCII as \u escapes, two of them beyond U+FFFF.
func inASCII(s string) string {
	var b strings.Builder
	for _, r := range s {
		if r < utf8.RuneSelf {
			b.WriteRune(r)
			continue
		}
		for _, unit := range utf16.AppendRune(nil, r) {
			fmt.Fprintf(&b, `\u%04x`, unit)
		}
	}
	return b.String()
}

var escapes = regexp.MustCompile(`%[0-9A-F]{2}`)

func lowerEscapes(s string) string { return escapes.ReplaceAllStringFunc(s, strings.ToLower) }

func (r *redactor) text(s string) string {
	if len(r.secrets) == 0 {
		return s
	}
	r.once.Do(r.prepare)
	return r.replace.Replace(s)
}

// cutMarks are what might follow the place at which a text was cut.
const cutMarks = " \t\r\n.…\"'`)]}>*"

// cut is text for a text that might have been cut in the middle of a secret: by
// a connection that broke, by a proxy, or by a server that shortens its messages.
// What the text has of a secret at its end is hidden, too.
func (r *redactor) cut(s string) string {
	s = r.text(s)
	end := strings.TrimRight(s, cutMarks)
	from := len(end)
	for _, f := range r.forms {
		for n := min(len(f)-1, len(end)); n >= shortestSecret; n-- {
			if strings.HasSuffix(end, f[:n]) {
				from = min(from, len(end)-n)
				break
			}
		}
	}
	if from == len(end) {
		return s
	}
	return s[:from] + hidden
}

// clean makes a text fit for a terminal: redacted, without control characters, not
// too long.
func (r *redactor) clean(s string) string {
	// Before scrubbing and after: scrubbing can put together what was apart.
	return limit(r.text(scrub(r.text(s))), maxText)
}

// foreign is clean for what a response contains, which might be cut.
func (r *redactor) foreign(s string, most int) string {
	return limit(r.cut(scrub(r.cut(s))), most)
}

// err returns err, or something that prints without its secrets and without
// the query, which might hold email addresses: the given one, and that of a
// url.Error, which a redirect can have changed.
func (r *redactor) err(err error, query string) error {
	if err == nil {
		return nil
	}
	before := err.Error()
	text := before
	if query != "" {
		text = strings.ReplaceAll(text, "?"+query, "")
	}
	if u := new(url.Error); errors.As(err, &u) {
		text = strings.ReplaceAll(text, strconv.Quote(u.URL), strconv.Quote(withoutQuery(u.URL)))
	}
	text = r.clean(text)
	if text == before {
		return err
	}
	return &redacted{text, err}
}

func withoutQuery(address string) string {
	address, _, _ = strings.Cut(address, "?")
	return address
}

// redacted prints as text. errors.Is finds what it hides, but it is not handed
// out: its own text is the problem.
type redacted struct {
	text string
	err  error
}

func (e *redacted) Error() string        { return e.text }
func (e *redacted) GoString() string     { return e.text }
func (e *redacted) Is(target error) bool { return errors.Is(e.err, target) }
