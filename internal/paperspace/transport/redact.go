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

// shortestSecret is the length in bytes from which on a secret is hidden. A shorter one occurs in
// so many words that hiding it would make every message unreadable, and the gaps would reveal it.
const shortestSecret = 4

func worthHiding(s string) bool { return len(strings.TrimSpace(s)) >= shortestSecret }

// redactor removes secrets from texts. Use it by pointer, so that printing a struct that contains
// it prints an address. Its forms are computed when they are first needed, because most requests
// succeed, and the secrets of a long script have thousands of forms.
type redactor struct {
	secrets []string

	once    sync.Once
	forms   []string // longest first
	replace *strings.Replacer
}

// and returns a redactor that also hides the secrets in more.
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
		// The text might have been cleaned before; see Line and clean.
		for _, s := range []string{s, strings.TrimSpace(s), Line(s), scrub(s)} {
			r.forms = append(r.forms, s)
			r.forms = append(r.forms, spellings(s)...)
		}
	}
	r.forms = slices.DeleteFunc(r.forms, func(s string) bool { return !worthHiding(s) })
	// The replacer uses the first form that matches. A longer form must come before one that is
	// a part of it, or the rest of the longer form would stay visible.
	slices.SortFunc(r.forms, func(a, b string) int { return cmp.Or(len(b)-len(a), strings.Compare(a, b)) })
	r.forms = slices.Compact(r.forms)
	// The mark itself is not changed, even if a secret is a part of it.
	pairs := []string{hidden, hidden}
	for _, f := range r.forms {
		pairs = append(pairs, f, hidden)
	}
	r.replace = strings.NewReplacer(pairs...)
}

// spellings returns the forms in which a server, a proxy, or net/http can return the secret: in
// an address, quoted in JSON, in a page, or in base64. Inside a longer text, the secret has three
// forms in base64, depending on the position of its first byte. The characters at both ends,
// which also depend on the adjacent bytes, are omitted. Short secrets have no form in base64,
// because so few characters occur everywhere.
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

// quotations returns the ways in which JSON encoders write s, without the quotes. All escape
// quotes and backslashes. Some also escape HTML (Go), slashes (PHP), or everything that is not
// ASCII (Python).
func quotations(s string) []string {
	escaped, plain := quoted(s, true), quoted(s, false)
	slashes := strings.ReplaceAll(plain, "/", `\/`)
	return []string{escaped, plain, slashes, inASCII(plain), inASCII(slashes)}
}

func quoted(s string, escapeHTML bool) string {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(escapeHTML)
	if err := e.Encode(s); err != nil { // no string causes this
		return s
	}
	text := strings.TrimSuffix(b.String(), "\n")
	return text[1 : len(text)-1]
}

// inASCII replaces what is not ASCII with \u escapes, two of them for runes beyond U+FFFF.
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

// cutMarks are the characters that might follow the place at which a text was cut.
const cutMarks = " \t\r\n.…\"'`)]}>*"

// cut is like text, but for a text that might have been cut in the middle of a secret by a broken
// connection, a proxy, or a server that shortens its messages. It also hides the beginning of a
// secret at the end of the text.
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

// clean makes a text safe to print: it hides secrets, removes control characters, and limits the
// length.
func (r *redactor) clean(s string) string {
	// Hide secrets before and after scrubbing, which can join the parts of a secret.
	return limit(r.text(scrub(r.text(s))), maxText)
}

// foreign is like clean, but for a text from a response, which might have been cut, and with a
// given maximum length.
func (r *redactor) foreign(s string, most int) string {
	return limit(r.cut(scrub(r.cut(s))), most)
}

// err returns an error like err whose text is clean and contains neither the given query nor that
// of a url.Error, which a redirect can have changed. Queries might contain email addresses. If
// the text does not change, err returns its argument.
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

// redacted is an error with a redacted text. It supports errors.Is, but has no Unwrap method,
// because the text of the original error contains what must be hidden.
type redacted struct {
	text string
	err  error
}

func (e *redacted) Error() string        { return e.text }
func (e *redacted) GoString() string     { return e.text }
func (e *redacted) Is(target error) bool { return errors.Is(e.err, target) }
