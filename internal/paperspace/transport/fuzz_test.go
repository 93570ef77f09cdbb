package transport

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
)

// escapeTricks are texts with characters that terminals interpret, and edge cases.
var escapeTricks = []string{
	"", "plain", "two\nlines\r", "\x1b[31mred\x1b[0m", "\x1b]8;;http://evil.example\x1b\\link\x1b]8;;\x07", "\u009b2J", "\u009d0;t\u009c",
	"\x1b\x1b[[2J", "\xc2\x9b", "\x9b", "a\u202eb\u2066c\u200d", "\u2028\u2029\ue000", "\xff\xfe", strings.Repeat("é", 501),
}

// FuzzLine checks that a cleaned text contains nothing that a terminal interprets, and that
// cleaning it again does not change it.
func FuzzLine(f *testing.F) {
	for _, s := range escapeTricks {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		clean := new(redactor).clean
		line, lines, cleaned := Line(s), Lines(s), clean(s)
		for _, text := range []string{line, strings.ReplaceAll(lines, "\n", ""), cleaned} {
			if !shows(text) {
				t.Errorf("%q became %q", s, text)
			}
		}
		if Line(line) != line || Lines(lines) != lines || clean(cleaned) != cleaned {
			t.Errorf("%q: again it changes", s)
		}
		if strings.Count(lines, "\n") != strings.Count(s, "\n") {
			t.Errorf("%q has other lines than %q", lines, s)
		}
		if utf8.RuneCountInString(cleaned) > maxText || strings.TrimSpace(cleaned) != cleaned || strings.Contains(cleaned, "  ") {
			t.Errorf("%q became %q", s, cleaned)
		}
		if ascii := !strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r > '~' }); ascii && line != s {
			t.Errorf("%q became %q", s, line)
		}
	})
}

// shows reports whether a text contains only visible characters and spaces.
func shows(s string) bool {
	return utf8.ValidString(s) && !strings.ContainsFunc(s, func(r rune) bool {
		return unicode.IsControl(r) || unicode.In(r, unicode.Cf, unicode.Zl, unicode.Zp) || r == '\u009b'
	})
}

// FuzzRedact checks that no message shows a secret in any of the spellings that servers use, even
// if the message is cut.
func FuzzRedact(f *testing.F) {
	for _, secret := range []string{testKey, `"p<a>s/s&w\öl'd"`, "hunter2", "    ", "two\nlines", "\x1b[2Jkey", "a%2Fb", "😀😀😀😀", "aaaa", "\xff\xfekey"} {
		for which := range spellings(secret) {
			f.Add(secret, uint8(which), "the key ", " is wrong")
		}
		f.Add(secret, uint8(0), strings.Repeat("x", 490), "<p>")
		f.Add(secret, uint8(0), `{"message": "`, `"}`)
	}
	f.Fuzz(func(t *testing.T, secret string, which uint8, before, after string) {
		if len(secret) < 4 || strings.TrimSpace(secret) == "" || strings.Contains(hidden, secret) || strings.ContainsAny(secret, "[]") {
			return // no secret, or one that is a part of the mark that replaces it
		}
		c := &Client{hide: newRedactor([]string{secret})}
		forms := append(spellings(secret), secret)
		spelled := forms[int(which)%len(forms)]
		if strings.Contains(hidden, spelled) || strings.Contains(before+after, secret) || strings.Contains(before+after, spelled) {
			return
		}
		said := before + spelled + after
		for name, shown := range map[string]string{
			"text": c.hide.text(said), "message": c.text(said), "error": c.hide.err(errors.New(said), "").Error(),
			"extract": c.describe(400, nil, []byte(said)), "page": c.describe(400, http.Header{"Content-Type": {"text/html"}}, []byte(said)),
		} {
			if strings.Contains(shown, secret) || strings.Contains(shown, spelled) {
				t.Errorf("the %s %q shows %q, given as %q", name, shown, secret, spelled)
			}
		}
	})
}

// FuzzRetryAfter checks that the pause is never negative or longer than the maximum.
func FuzzRetryAfter(f *testing.F) {
	now := time.Date(2030, 1, 2, 3, 4, 5, 0, time.UTC).Format(http.TimeFormat)
	for _, v := range []string{"", "7", "1.5", "-3", "NaN", "-Inf", "1e400", "0x1p10", "soon", now, "Fri, 31 Dec 9999 23:59:59 GMT", "1_0"} {
		f.Add(v, now, "")
		f.Add(v, "", "2147483647")
	}
	f.Fuzz(func(t *testing.T, v, date, age string) {
		c := New(Options{})
		h := http.Header{"Retry-After": {v}, "Date": {date}, "Age": {age}}
		if got := c.retryAfter(h); got < 0 || got > maxRetryAfter {
			t.Errorf("%q at %q: a pause of %s", v, date, got)
		}
	})
}

// FuzzEndpoint checks that an accepted endpoint does not send the key unencrypted, and that its
// normalized form is accepted unchanged.
func FuzzEndpoint(f *testing.F) {
	for _, raw := range []string{
		"https://api.paperspace.io", " http://[::1]:80/a%2Fb/ ", "http://127.0.0.1.evil.example", "https://u:p@h", "https://h?q#f", "https://h/../x",
		"http://[::ffff:127.0.0.1]", "https://h\\@evil.example", "https://h:99999", "//h", "https://[::1%25eth0]/",
	} {
		f.Add(raw)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		u, err := CheckEndpoint(raw)
		if err != nil {
			return
		}
		if u.User != nil || u.RawQuery != "" || u.Fragment != "" || u.Hostname() == "" || u.Scheme != "https" && !loopback(u.Hostname()) {
			t.Errorf("%q was accepted as %+v", raw, u)
		}
		again, err := CheckEndpoint(u.String())
		if err != nil || again.String() != u.String() {
			t.Errorf("%q: %q is read as %v, %v", raw, u, again, err)
		}
		if !sameOrigin(u, &url.URL{Scheme: u.Scheme, Host: u.Host}) {
			t.Errorf("%q is not its own origin", u)
		}
	})
}

// FuzzErrorBody checks that the error for any response is short and contains nothing that a
// terminal interprets.
func FuzzErrorBody(f *testing.F) {
	for _, s := range append(escapeTricks, "{}", `{"message":"x"}`, "<title>\x1b[2J</title>", "<scr", "&#0;&lt;", "&#x1b;[2J&#x202e;", "<title>&nbsp;</title>") {
		f.Add(503, s, "7")
	}
	f.Fuzz(func(t *testing.T, status int, body, header string) {
		status = 200 + (status&0x7fff)%400
		var err error
		synctest.Test(t, func(t *testing.T) {
			s := &script{steps: []step{respond(status, body, "Retry-After", header, "Location", header, "Cf-Ray", header, "Date", header, "Age", header)}}
			c := newTestClient(t, s, func(o *Options) { o.MaxRetries = 0 })
			ctx, cancel := context.WithTimeout(t.Context(), 500*time.Millisecond) // throttled without end
			defer cancel()
			r := show()
			r.Repeat = Once
			err = c.Do(ctx, r, new(any))
		})
		var e *paperspace.Error
		if err == nil || !errors.As(err, &e) {
			return
		}
		for _, text := range []string{e.Message, e.Code, e.RequestID, e.Error()} {
			if !shows(text) || utf8.RuneCountInString(text) > 4*maxText {
				t.Errorf("%q", text)
			}
		}
	})
}
