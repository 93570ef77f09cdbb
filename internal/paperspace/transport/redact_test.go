package transport

import (
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
)

// leaks returns the spellings of the key, and the parts of the query, that a text contains.
func leaks(text string) []string {
	forms := []string{
		testKey, url.QueryEscape(testKey), url.PathEscape(testKey), "person@example.com", "person%40",
		strings.ToLower(url.QueryEscape(testKey)),
		base64.StdEncoding.EncodeToString([]byte(testKey))[:20],
	}
	var found []string
	for _, f := range forms {
		if strings.Contains(text, f) {
			found = append(found, f)
		}
	}
	return found
}

func TestNoSecretInErrors(t *testing.T) {
	t.Parallel()
	b64 := func(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) }
	echoes := []string{
		"key " + testKey + " is bad", url.QueryEscape(testKey), url.PathEscape(testKey),
		strings.ReplaceAll(url.QueryEscape(testKey), "%2F", "%2f"),
		b64(testKey), b64("a:" + testKey + "!"), b64("ab:" + testKey), b64("abc:" + testKey + "xyz"),
		strings.Repeat("x", 490) + testKey,
	}
	for _, echo := range echoes {
		for _, status := range []int{200, 401, 302} {
			synctest.Test(t, func(t *testing.T) {
				var w watched
				headers := []string{"X-Request-Id", echo, "Location", "https://" + url.PathEscape(testKey) + ".example/?k=" + url.QueryEscape(testKey)}
				s := &script{steps: []step{respond(status, fmt.Sprintf(`{"message":%q,"code":%q}`, echo, echo), headers...), breaks(&url.Error{
					Op: "Get", URL: "https://h/p?email=person%40example.com&k=" + url.QueryEscape(testKey), Err: errors.New("broken by " + echo),
				})}}
				c := newTestClient(t, s, func(o *Options) { o.Observe = w.observe; o.MaxRetries = 1 })
				r := show()
				r.Query = url.Values{"email": {"person@example.com"}, "k": {testKey}}
				r.Path = JoinPath("machines", testKey)
				for range 2 {
					var out struct{ Message int }
					err := c.Do(t.Context(), r, &out)
					text := fmt.Sprintf("%v %+v %#v %+v", err, err, err, w.all)
					var e *paperspace.Error
					if errors.As(err, &e) {
						text += fmt.Sprintf("%+v %#v", *e, e.Err)
					}
					if found := leaks(text); err == nil || found != nil {
						t.Errorf("%q leaks in %s", found, text)
					}
				}
			})
		}
	}
}

// A server can quote a secret in the form of any JSON encoder, or in a page, and the message can
// be cut anywhere.
func TestSecretIsHiddenInEverySpelling(t *testing.T) {
	t.Parallel()
	const secret = `"p<a>s/s&w\öl'd+😀"`
	for name, spelled := range map[string]string{
		"itself":                   secret,
		"JSON of Go":               `\"p\u003ca\u003es/s\u0026w\\öl'd+😀\"`,
		"JSON without HTML escape": `\"p<a>s/s&w\\öl'd+😀\"`,
		"JSON of PHP":              `\"p<a>s\/s&w\\\u00f6l'd+\ud83d\ude00\"`,
		"JSON of Python":           `\"p<a>s/s&w\\\u00f6l'd+\ud83d\ude00\"`,
		"HTML":                     `&#34;p&lt;a&gt;s/s&amp;w\öl&#39;d+😀&#34;`,
	} {
		for _, shape := range []string{`{"unheard of": "password %s"}`, `password %s`, `<p>password %s`} {
			for _, before := range []int{0, 170, 480} { // a message is cut at 500 runes, a page at 200
				body := strings.Repeat("x", before) + fmt.Sprintf(shape, spelled)
				if strings.HasPrefix(shape, "<") {
					body = "<p>" + body
				}
				s := &script{steps: []step{respond(400, body)}}
				r := create()
				r.Secrets = []string{secret}
				err := newTestClient(t, s).Do(t.Context(), r, nil)
				if err == nil || strings.Contains(err.Error(), "öl") || strings.Contains(err.Error(), "00f6l") || strings.Contains(err.Error(), "p<a") {
					t.Errorf("%s in %s after %d: %v", name, shape, before, err)
				}
			}
		}
	}
}

func TestRedactedErrorIsStillItself(t *testing.T) {
	t.Parallel()
	r := newRedactor([]string{testKey})
	err := r.err(fmt.Errorf("with %s: %w", testKey, io.ErrUnexpectedEOF), "")
	if !errors.Is(err, io.ErrUnexpectedEOF) || leaks(fmt.Sprintf("%v%#v", err, err)) != nil {
		t.Errorf("%#v", err)
	}
	if plain := errors.New("plain"); !errors.Is(r.err(plain, "q"), plain) || r.err(plain, "q").Error() != "plain" || r.err(nil, "") != nil {
		t.Error("changed without need")
	}
	if got := newRedactor([]string{"", " "}).text("a b"); got != "a b" {
		t.Errorf("an empty secret matched: %q", got)
	}
}

func TestPrintingShowsNoSecret(t *testing.T) {
	t.Parallel()
	base := &url.URL{Scheme: "https", Host: "h"}
	o := Options{BaseURL: base, Secrets: []string{testKey}, Authorize: Bearer(testKey)}
	c := New(o)
	type inner struct {
		c *Client
		C *Client
		O Options
	}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%d", "%q", "%x"} {
		for _, v := range []any{o, &o, c, inner{c, c, o}, &inner{c, c, o}, []Options{o}} {
			text := fmt.Sprintf(verb, v)
			if leaks(text) != nil || strings.Contains(text, fmt.Sprintf("%x", testKey)) {
				t.Errorf("%s of %T: %s", verb, v, text)
			}
		}
	}
	if c.String() != "transport.Client(h)" || o.GoString() != "transport.Options(h)" || New(Options{}).GoString() != "transport.Client(no endpoint)" {
		t.Error(c.String(), o.GoString())
	}
}

func TestClean(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"plain":                             "plain",
		"a\r\n\tb\x00c":                     "a b c",
		"\x1b[31mred\x1b[0m":                "red",
		"\x1b]0;title\x07x\x1b]8;;u\x1b\\y": "x y",
		"\u009b2Jx":                         "x",
		"user\u202egnp.exe\u200b!":          "user gnp.exe !",
		"bad \xff byte":                     "bad \uFFFD byte",
		strings.Repeat("é", 501):            strings.Repeat("é", 499) + "…",
		strings.Repeat("é", 500):            strings.Repeat("é", 500),
	} {
		if got := new(redactor).clean(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}
