package conformance

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/bulk"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/ops"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

// products are the rules about public IP addresses, snapshots, custom templates, and shared
// drives.
var products = []rule{
	{"what is created is shown, listed, renamed, and destroyed", productLife},
	{"objects are complete and found by every filter", productFilters},
	{"what does not exist is not found", productUnknown},
	{"a create with a lost response is sent once and adopted", productLost},
	{"a create that was lost before its effect is sent twice", productNeverArrived},
	{"another client's object of the same name is not adopted", productTwin},
	{"a create and a rename wait for a replica that lags behind", productLags},
	{"many objects are read from one list", productBulk},
}

// everyProduct returns a rule that calls do for each kind.
func everyProduct(do func(s *scene, p product)) func(s *scene) {
	return func(s *scene) {
		all := s.products()
		if all == nil {
			s.Skip("no products")
		}
		for _, p := range all {
			do(s, p)
		}
	}
}

// made is longer than the fake takes to make any object.
const made = 5 * time.Minute

func byID(all []paperspace.Gettable, id string) (one paperspace.Gettable) {
	for _, a := range all {
		if paperspace.IDOf(a) == id {
			one = a
		}
	}
	return one
}

// sameAs compares two views of one object.
func (s *scene) sameAs(what string, want, got any) {
	s.Helper()
	if diff := gocmp.Diff(want, got, dates); diff != "" || want == nil {
		s.Errorf("%s: -want +got:\n%s", what, diff)
	}
}

var productLife = everyProduct(func(s *scene, p product) {
	client := ops.NewClient(s.api, ops.Options{})
	for _, name := range []string{"data", `a "b" & é 世`} {
		before := len(p.fake())
		id, adopted, err := p.order(s.Context(), client, name)
		s.must(err)
		pass(made)
		if got := len(p.fake()) - before; got != 1 || adopted {
			s.Fatalf("a %s: %d created, adopted: %v", p.noun, got, adopted)
		}
		shown := func(what string) {
			s.Helper()
			one, err := p.read(s.Context(), client, id)
			s.must(err)
			all, err := p.list(s.Context(), nil)
			s.must(err)
			s.sameAs(what+" "+p.noun+", read", byID(p.fake(), id), one.Object)
			s.sameAs(what+" "+p.noun+", listed", byID(p.fake(), id), byID(all, id))
			if p.noun == "public IP address" { // addresses can only be listed
				return
			}
			alone, err := p.show(s.Context(), id)
			s.must(err)
			s.sameAs(what+" "+p.noun+", shown", byID(p.fake(), id), alone)
		}
		shown("a new")
		if p.rename != nil {
			s.must(p.rename(s.Context(), client, id, name+" 2"))
			shown("a renamed")
			if got, _ := byID(p.fake(), id).Get(paperspace.FieldName); got != name+" 2" {
				s.Errorf("a %s is named %q", p.noun, got)
			}
		}
		s.must(p.remove(s.Context(), client, id))
		if found, err := p.find(s.Context(), client, id); found || err != nil || byID(p.fake(), id) != nil {
			s.Errorf("a %s is destroyed, and found: %v, %v", p.noun, found, err)
		}
		s.must(p.remove(s.Context(), client, id))
		pass(made)
	}
})

var productFilters = everyProduct(func(s *scene, p product) {
	p.add("one")
	pass(time.Second)
	p.add("two")
	p.add("one and two")
	if p.noun == "public IP address" {
		a := s.fake.ClaimPublicIP(psfake.Europe)
		m := s.machine(psfake.Machine{Name: "has an address", Region: psfake.Europe})
		s.fake.AssignPublicIP(a.IP, m)
	}
	all, err := p.list(s.Context(), nil)
	s.must(err)
	if diff := gocmp.Diff(p.fake(), all, dates); diff != "" || len(all) < 3 {
		s.Errorf("%ss: -server +list:\n%s", p.noun, diff)
	}
	for _, field := range p.fields {
		same := map[string][]paperspace.Gettable{"no such value": nil}
		for _, one := range all {
			value, known := one.Get(field)
			if !known {
				s.Errorf("%s of a %s is not known", field, p.noun)
			}
			value = cmp.Or(value, paperspace.Null)
			same[value] = append(same[value], one)
		}
		for value, want := range same {
			if value == "no such value" && (field == "assigned" || field == "automatic" || field == "custom") {
				continue
			}
			got, err := p.list(s.Context(), paperspace.Filter{field: value})
			if diff := gocmp.Diff(want, got, dates); diff != "" || err != nil {
				s.Errorf("%ss with %s = %q: %v, -want +got:\n%s", p.noun, field, value, err, diff)
			}
		}
	}
})

// An unknown object is a 404 or a null response, and both mean the same.
var productUnknown = everyProduct(func(s *scene, p product) {
	for _, null := range []bool{false, true} {
		other := s.another(func(d *psfake.Behavior) { d.V1.NullUnknown = null })
		p := other.products()[slices.IndexFunc(other.products(), func(o product) bool { return o.noun == p.noun })]
		before := p.fake()
		client := ops.NewClient(other.api, ops.Options{})
		for _, id := range []string{"x0000000", "n 1?2"} {
			if got, err := p.show(s.Context(), id); p.noun != "public IP address" && !errors.Is(err, paperspace.ErrNotFound) {
				s.Errorf("a %s %q is shown: %+v, %v", p.noun, id, got, err)
			}
			if found, err := p.find(s.Context(), client, id); found || err != nil {
				s.Errorf("a %s %q is found: %v, %v", p.noun, id, found, err)
			}
			if p.rename != nil {
				s.wantKind("rename of "+id, p.rename(s.Context(), client, id, "renamed"), paperspace.ErrNotFound)
			}
			s.must(p.remove(s.Context(), client, id))
		}
		s.sameAs("the server after that", before, p.fake())
	}
})

var productLost = everyProduct(func(s *scene, p product) {
	faults := append(after[:len(after):len(after)], psfake.Fault{Kind: psfake.FaultNoBody}, psfake.Fault{Kind: psfake.FaultTruncate},
		psfake.Fault{Kind: psfake.FaultTruncate}, psfake.Fault{Kind: psfake.FaultTruncate})
	for i, f := range faults {
		name := fmt.Sprint("lost", i)
		p.add(name)
		f.Call, f.Times = p.createCall, 1
		end := s.fake.Inject(f)
		s.fake.ResetJournal()
		before := len(p.fake())
		id, adopted, err := p.order(s.Context(), ops.NewClient(s.api, ops.Options{}), name)
		end()
		pass(made)
		all := p.fake()
		if err != nil || !adopted || len(all)-before != 1 || byID(all, id) == nil {
			s.Errorf("%s %d: %s %q, adopted: %v, %v; %d created", f.Kind, f.Status, p.noun, id, adopted, err, len(all)-before)
		}
		if n := s.fake.Journal().Count(p.createCall); n != 1 {
			s.Errorf("%s %d: %d creates of a %s", f.Kind, f.Status, n, p.noun)
		}
	}
})

var productNeverArrived = everyProduct(func(s *scene, p product) {
	for _, kind := range []psfake.FaultKind{psfake.FaultCut, psfake.FaultStatus, psfake.FaultHTML} {
		end := s.fake.Inject(psfake.Fault{Call: p.createCall, Kind: kind, Times: 1})
		before := len(p.fake())
		id, _, err := p.order(s.Context(), ops.NewClient(s.api, ops.Options{}), "once "+string(kind))
		end()
		if all := p.fake(); err != nil || len(all)-before != 1 || byID(all, id) == nil {
			s.Errorf("%s: %s %q, %v; %d created", kind, p.noun, id, err, len(all)-before)
		}
		pass(made)
	}
})

// The response is lost, and another client has created an object with the same values. No
// response shows which of the two is ours.
var productTwin = everyProduct(func(s *scene, p product) {
	s.fake.Inject(psfake.Fault{Call: p.createCall, Kind: psfake.FaultTwin, Times: 1})
	s.fake.Inject(psfake.Fault{Call: p.createCall, Kind: psfake.FaultCutAfter, Times: 1})
	before := len(p.fake())
	id, _, err := p.order(s.Context(), ops.NewClient(s.api, ops.Options{}), "twin")
	pass(made)
	if n := len(p.fake()) - before; err == nil || !paperspace.HadEffect(err) || n != 2 {
		s.Errorf("%s %q: %v; %d created", p.noun, id, err, n)
	}
})

var productLags = everyProduct(func(s *scene, p product) {
	client := ops.NewClient(s.api, ops.Options{})
	rejected := psfake.Fault{Kind: psfake.FaultReject, Status: 404, Message: "not found", For: moment}
	if p.noun != "public IP address" {
		rejected.Call = p.createCall
		s.fake.Inject(rejected)
		before := len(p.fake())
		if _, _, err := p.order(s.Context(), client, "new"); err != nil || len(p.fake())-before != 1 {
			s.Errorf("a %s: %v; %d created", p.noun, err, len(p.fake())-before)
		}
		pass(made)
	}
	if p.rename != nil {
		rejected.Call = map[string]string{"snapshot": "snapshots.update", "custom template": "templates.update", "shared drive": "drives.update"}[p.noun]
		s.fake.Inject(rejected)
		s.must(p.rename(s.Context(), client, p.add("old"), "renamed"))
	}
})

// A request for each object would make a refresh take minutes under a rate limit.
var productBulk = everyProduct(func(s *scene, p product) {
	const many, mostRequests = 300, 16
	var ids []string
	for i := range many {
		ids = append(ids, p.add(fmt.Sprint(p.noun, i)))
	}
	client := ops.NewClient(s.api, ops.Options{})
	s.fake.ResetJournal()
	found := readAll(s, ids, func(ctx context.Context, id string) (bulk.Finding[paperspace.Gettable], error) {
		return p.read(ctx, client, id)
	})
	n := len(s.fake.Journal())
	s.Logf("%d requests for %d %ss", n, many, p.noun)
	if n > mostRequests {
		s.Errorf("%d requests for %d %ss: %v", n, many, p.noun, s.fake.Journal().Counts())
	}
	all := p.fake()
	for _, id := range ids {
		s.sameAs(p.noun+" "+id, byID(all, id), found[id])
	}
	if p.rename != nil {
		s.must(p.rename(s.Context(), client, ids[50], "renamed"))
		got, err := p.read(s.Context(), client, ids[50])
		s.must(err)
		s.sameAs("a renamed "+p.noun, byID(p.fake(), ids[50]), got.Object)
	}
	s.must(p.remove(s.Context(), client, ids[51]))
	if found, err := p.find(s.Context(), client, ids[51]); found || err != nil {
		s.Errorf("a %s is destroyed, and found: %v, %v", p.noun, found, err)
	}
	pass(made)
})
