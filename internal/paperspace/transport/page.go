package transport

import (
	"bytes"
	"html"
	"net/http"
	"regexp"
	"strings"
)

const maxPage = 200 // maximum number of runes of a page that are shown

var (
	title    = regexp.MustCompile(`(?is)<title[^>]*>(.*?)</title>`)
	noText   = regexp.MustCompile(`(?is)<(script|style|head)\b.*?(</(script|style|head)>|$)`)
	lastTags = regexp.MustCompile(`(?s)(</[a-zA-Z]+>\s*)+$`)
	anyTags  = regexp.MustCompile(`(?s)<[^>]*>`)
)

// isPage reports whether a body is a web page.
func isPage(h http.Header, body []byte) bool {
	return isHTML(h) || bytes.HasPrefix(bytes.TrimSpace(body), []byte("<"))
}

// describe returns a short extract of a body that is not from Paperspace, safe to print: the
// title of a page, or the beginning of its text. If the page is from Cloudflare, which is in
// front of the API, the extract says so and contains the Ray ID for a support request.
func (c *Client) describe(status int, h http.Header, body []byte) string {
	text, page := string(body), isPage(h, body)
	if page {
		text = lastTags.ReplaceAllString(text, "")
	}
	text = c.hide.cut(text) // before tags are removed, which can be inside a secret
	if page {
		if t := title.FindStringSubmatch(text); t != nil && scrub(t[1]) != "" {
			text = t[1]
		} else {
			text = anyTags.ReplaceAllString(noText.ReplaceAllString(text, " "), " ")
		}
		text = html.UnescapeString(text)
	}
	text = c.foreign(text, maxPage)
	if page && text == "" {
		text = "a page without text"
	}

	ray := c.foreign(h.Get("Cf-Ray"), 100)
	if !page || ray == "" && !strings.EqualFold(h.Get("Server"), "cloudflare") {
		return text
	}
	what := "the response is from Cloudflare, not from the API"
	if status >= 400 && status < 500 {
		what = "blocked before reaching the API, by Cloudflare"
	}
	if ray != "" {
		what += " (Ray ID " + ray + ")"
	}
	return what + ": " + text
}
