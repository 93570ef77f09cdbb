package main

import (
	"context"
	"errors"
	"slices"
)

// A fact is something that the sources about API v1 leave open or disagree about, with
// the requests that settle it.
type fact struct {
	name       string
	documented claim
	observed   claim
	// probe returns what Paperspace does, in words that contain no ID, address, or text of
	// the account.
	probe  func(ctx context.Context, s *service) seen
	writes bool // it sends writes
	// fake lists what the fake server can do, with its default first.
	fake []setting
}

// claim is what a source says.
type claim struct{ says, source string }

func (c claim) String() string {
	if c.says == "" {
		return "-"
	}
	return c.says + " [" + c.source + "]"
}

// seen is what Paperspace did: words that can be compared, and details for readers.
type seen struct{ answer, detail string }

func (s seen) String() string {
	if s.detail == "" {
		return s.answer
	}
	return s.answer + " (" + s.detail + ")"
}

// setting is a value of a field of psfake.Behavior, and what the fake server does with
// that value. Without a field, the fake server always does it.
type setting struct {
	answer string
	field  string
	value  any
}

const (
	noResponse = "no response"
	notAsked   = "not asked"
)

var errTooLong = errors.New("the list does not end")

// conclusive reports whether the probe has found out what Paperspace does.
func (s seen) conclusive() bool { return s.answer != noResponse && s.answer != notAsked }

func not(why string) seen { return seen{notAsked, why} }

func said(answer string) seen { return seen{answer: answer} }

// ruling is the finding about a request that Paperspace either accepts or rejects.
func ruling(r response) seen {
	switch {
	case r.err != nil:
		return said(noResponse)
	case r.status < 300:
		return said(accepted)
	}
	return seen{rejected, r.verdict()}
}

const (
	accepted = "accepted"
	rejected = "rejected"
)

// advice returns what to change in the fake server, or "" if it already behaves like s.
func (f fact) advice(s seen) string {
	if !s.conclusive() || len(f.fake) == 0 || f.fake[0].answer == s.answer {
		return ""
	}
	i := slices.IndexFunc(f.fake, func(o setting) bool { return o.answer == s.answer && o.field != "" })
	if i < 0 {
		return "the fake server does not do this"
	}
	return f.fake[i].String()
}

// The names of the sources in the table.
const (
	openapi    = "OpenAPI"
	reference  = "reference"
	product    = "product pages"
	limits     = "limits page"
	cli        = "official CLI"
	metaphysic = "metaphysic"
	cloudypad  = "Cloudy Pad"
	skypilot   = "SkyPilot"
	core       = "CORE"
)

// sources has the URLs of the sources, in the order of the legend.
var sources = [][2]string{
	{openapi, "https://api.paperspace.com/v1/openapi.json"},
	{reference, "https://docs.digitalocean.com/reference/paperspace/api-reference/"},
	{product, "https://docs.digitalocean.com/products/paperspace/machines/"},
	{limits, "https://docs.digitalocean.com/products/paperspace/machines/details/limits/"},
	{cli, "https://github.com/Paperspace/cli"},
	{metaphysic, "https://github.com/Metaphysic-ai/terraform-provider-paperspace"},
	{cloudypad, "https://github.com/PierreBeucher/cloudypad"},
	{skypilot, "https://github.com/skypilot-org/skypilot"},
	{core, "https://docs.digitalocean.com/reference/paperspace/core/commands/shared-drives/"},
}
