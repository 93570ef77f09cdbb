package main

import (
	"context"
	"fmt"
	"net/url"
	"regexp"
	"strings"
)

// pageFacts are facts about lists.
func pageFacts() []fact {
	return []fact{
		{
			name: "limit-above-120", documented: claim{"limit is 1 to 120", openapi},
			probe: verdictOf("/os-templates?limit=121"),
			fake:  []setting{{answer: "400 BAD_REQUEST"}},
		},
		{
			name: "default-page-size", documented: claim{"not stated", openapi},
			probe: func(ctx context.Context, s *service) seen {
				r := s.get(ctx, "/os-templates")
				switch {
				case !r.ok():
					return said(r.verdict())
				case is(r.body, "hasMore"):
					return said(fmt.Sprintf("%d items", len(r.items())))
				}
				return said("everything on one page")
			},
			fake: []setting{{"everything on one page", "V1.PageSize", 120}, {"12 items", "V1.PageSize", 12}},
		},
		{
			name: "last-page", documented: claim{"nextPage is optional and can be null", openapi}, observed: claim{"null or missing", cli},
			probe: func(ctx context.Context, s *service) seen {
				r := s.get(ctx, "/os-templates?limit=120")
				next, has := field(r.body, "nextPage")
				switch {
				case !r.ok():
					return said(r.verdict())
				case is(r.body, "hasMore"):
					return not("more than 120 templates")
				case !has:
					return said("nextPage is missing")
				case next == nil:
					return said("nextPage is null")
				}
				return said("nextPage is not empty")
			},
			fake: []setting{{"nextPage is null", "V1.OmitNextPage", false}, {"nextPage is missing", "V1.OmitNextPage", true}},
		},
		{
			name: "repeated-templates", observed: claim{"pages repeat items", metaphysic},
			probe: func(ctx context.Context, s *service) seen { return repeats(ctx, s, templates, 1) },
			fake:  []setting{{"no", "V1.RepeatTemplates", false}, {"yes", "V1.RepeatTemplates", true}},
		},
		{
			name:  "repeated-scripts",
			probe: func(ctx context.Context, s *service) seen { return repeats(ctx, s, scripts, 2) },
			fake:  []setting{{answer: "no"}},
		},
		{
			name: "name-filter", documented: claim{"not stated", openapi}, observed: claim{"matches parts of names", skypilot},
			probe: probeNameFilter,
			fake:  []setting{{"whole names", "V1.SubstringNames", false}, {"parts of names", "V1.SubstringNames", true}},
		},
		{
			name: "listed-networks", documented: claim{"not stated", openapi}, observed: claim{"a default network reads as null", metaphysic},
			probe: probeListedNetworks,
			fake:  []setting{{"each can be read", "V1.ListDefaultNetwork", false}, {"one reads as null", "V1.ListDefaultNetwork", true}},
		},
	}
}

// repeats reads a list in small pages to find out whether an item appears twice.
func repeats(ctx context.Context, s *service, k kind, least int) seen {
	had := map[string]bool{}
	after := ""
	for range 10 {
		r := s.get(ctx, k.path+"?limit=2"+after)
		if !r.ok() {
			return said(r.verdict())
		}
		for _, item := range r.items() {
			if id := text(item, "id"); had[id] {
				return said("yes")
			} else if id != "" {
				had[id] = true
			}
		}
		next := text(r.body, "nextPage")
		if !is(r.body, "hasMore") || next == "" {
			break
		}
		after = "&after=" + url.QueryEscape(next)
	}
	if len(had) < least {
		return not("too few " + k.noun + "s")
	}
	return said("no")
}

// probeNameFilter filters by a name without its last letter.
func probeNameFilter(ctx context.Context, s *service) seen {
	r := s.get(ctx, "/os-templates?limit=120")
	if !r.ok() {
		return said(r.verdict())
	}
	whole := map[string]bool{}
	for _, item := range r.items() {
		whole[text(item, "name")] = true
	}
	for name := range whole {
		part := []rune(name)
		if len(part) < 4 || whole[string(part[:len(part)-1])] {
			continue
		}
		r := s.get(ctx, "/os-templates?limit=1&name="+url.QueryEscape(string(part[:len(part)-1])))
		switch {
		case !r.ok():
			return said(r.verdict())
		case len(r.items()) > 0:
			return said("parts of names")
		}
		return said("whole names")
	}
	return not("no templates")
}

func probeListedNetworks(ctx context.Context, s *service) seen {
	r := s.get(ctx, "/private-networks?limit=20")
	if !r.ok() {
		return said(r.verdict())
	}
	if len(r.items()) == 0 {
		return not("no networks")
	}
	for _, item := range r.items() {
		if one := s.get(ctx, "/private-networks/"+text(item, "id")); one.null {
			return said("one reads as null")
		} else if !one.ok() {
			return said(one.verdict())
		}
	}
	return said("each can be read")
}

var regionCode = regexp.MustCompile(`^[a-z]{2,3}[0-9]$`)

func regionForm(region string) string {
	switch {
	case regionCode.MatchString(region):
		return "code"
	case regionCode.MatchString(strings.ToLower(region)):
		return "code in capitals"
	case strings.Contains(region, "("):
		return "name"
	}
	return "another text"
}

// region returns a fact about how lists and reads of a kind show a region.
func region(k kind, reads bool, documented, observed claim, fake ...setting) fact {
	return fact{
		name: "region-of-" + k.noun, documented: documented, observed: observed, fake: fake,
		probe: func(ctx context.Context, s *service) seen {
			r := s.get(ctx, k.path+"?limit=1")
			if !r.ok() {
				return said(r.verdict())
			}
			if len(r.items()) == 0 {
				return not("no " + k.noun)
			}
			listed := regionForm(text(r.items()[0], "region"))
			if !reads {
				return said(listed)
			}
			one := s.get(ctx, k.path+"/"+text(r.items()[0], "id"))
			switch read := regionForm(text(one.data(), "region")); {
			case one.null:
				return not("the " + k.noun + " reads as null")
			case !one.ok():
				return said(one.verdict())
			case read != listed:
				return said(listed + " in lists, " + read + " in reads")
			}
			return said(listed)
		},
	}
}

// formFacts are facts about the form of values.
func formFacts() []fact {
	code := claim{"code", openapi}
	mixed := []setting{{"code", "V1.Regions", 1}, {"name", "V1.Regions", 0}, {"name in lists, code in reads", "V1.Regions", 2}}
	return []fact{
		region(machines, true, code, claim{"name", metaphysic}, setting{answer: "name"}),
		region(networks, true, code, claim{}, setting{answer: "name"}),
		region(templates, true, code, claim{"name in lists", metaphysic}, setting{"name in lists, code in reads", "V1.Regions", 1}, setting{"name", "V1.Regions", 0}),
		region(drives, true, code, claim{}, mixed...),
		region(addresses, false, code, claim{}, setting{"code", "V1.Regions", 1}, setting{"name", "V1.Regions", 2}),
		{
			name: "sizes-in-bytes", documented: claim{"numbers", openapi}, observed: claim{"text", metaphysic},
			probe: ofMachine(func(m any) seen {
				switch ram, _ := field(m, "ram"); ram.(type) {
				case string:
					return said("text")
				case float64:
					return said("numbers")
				}
				return not("no ram")
			}),
			fake: []setting{{"numbers", "V1.TextBytes", false}, {"text", "V1.TextBytes", true}},
		},
		{
			name: "no-accelerators", documented: claim{"the key is optional", openapi},
			probe: ofMachine(func(m any) seen {
				switch all, has := field(m, "accelerators"); {
				case !strings.HasPrefix(text(m, "machineType"), "C"):
					return not("no CPU machine")
				case !has:
					return said("missing")
				case all == nil:
					return said("null")
				}
				return said("a list")
			}),
			fake: []setting{{"null", "V1.OmitAccelerators", false}, {"missing", "V1.OmitAccelerators", true}},
		},
		{
			name: "size-of-drive", documented: claim{"an integer without a unit", openapi}, observed: claim{"bytes", core},
			probe: func(ctx context.Context, s *service) seen {
				r := s.get(ctx, "/shared-drives?limit=1")
				if !r.ok() {
					return said(r.verdict())
				}
				if len(r.items()) == 0 {
					return not("no drive")
				}
				size, _ := field(r.items()[0], "size")
				// No drive is as large as 1,000,000 GB or smaller than 1,000,000 bytes.
				if digits := fmt.Sprintf("%.0f", number(size)); len(digits) > 6 {
					return said("bytes")
				}
				return said("GB")
			},
			fake: []setting{{"bytes", "V1.DriveGigabytes", false}, {"GB", "V1.DriveGigabytes", true}},
		},
	}
}

// ofMachine returns a probe that checks the newest machine in the list.
func ofMachine(check func(machine any) seen) func(context.Context, *service) seen {
	return func(ctx context.Context, s *service) seen {
		r := s.get(ctx, "/machines?limit=1")
		switch {
		case !r.ok():
			return said(r.verdict())
		case len(r.items()) == 0:
			return not("no machine")
		}
		return check(r.items()[0])
	}
}

// number converts a JSON number, or a number in a string.
func number(v any) float64 {
	if s, ok := v.(string); ok {
		var n float64
		_, _ = fmt.Sscan(s, &n)
		return n
	}
	n, _ := v.(float64)
	return n
}
