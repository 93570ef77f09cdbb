package main

import (
	"io"
	"net/http"
	"net/http/httptest"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
	fakev1 "github.com/paperspace-community/terraform-provider-paperspace/internal/psfake/v1"
)

const key = "probe-key-51f0"

var timings = psfake.Timings{
	Provision: 40 * time.Second, Start: 30 * time.Second, Stop: 20 * time.Second, Restart: 30 * time.Second, Destroy: 20 * time.Second,
	Update: 20 * time.Second, Snapshot: 30 * time.Second, Template: time.Minute, Mount: 20 * time.Second,
}

// direct sends requests to a handler without a network, so that a test can run in a
// synctest bubble.
type direct struct{ http.Handler }

func (d direct) RoundTrip(r *http.Request) (*http.Response, error) {
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	if r.Body == nil {
		r.Body = http.NoBody
	}
	recorded := httptest.NewRecorder()
	d.ServeHTTP(recorded, r)
	return recorded.Result(), nil
}

// newFake returns a fake server with objects of every kind except snapshots, so that probes
// that only read find some, and with enough public templates for more than one page.
func newFake(behavior psfake.Behavior) *psfake.Server {
	// The time in a bubble begins in the year 2000, before the dates of the public templates.
	now := func() time.Time { return time.Now().AddDate(27, 0, 0) }
	w := psfake.New(psfake.WithClock(now), psfake.WithBehavior(behavior), psfake.WithTimings(timings), psfake.WithKey(key))
	m := w.AddMachine(psfake.Machine{Name: "mine", MachineType: "C5", State: psfake.StateReady})
	network := w.AddNetwork(psfake.Network{Name: "mine"})
	w.AddSharedDrive(psfake.SharedDrive{Name: "mine", NetworkID: network.ID})
	w.AddCustomTemplate(psfake.Template{Label: "mine", MachineID: m.ID})
	w.ClaimPublicIP(psfake.EastCoast)
	for _, name := range strings.Fields("a b c d e f g h") {
		w.AddTemplate(psfake.Template{Label: "Ubuntu 22.04 " + name, OS: "Ubuntu 22.04"})
		w.AddScript(psfake.Script{Name: "mine " + name, Text: "true"})
	}
	return w
}

func probeOf(w *psfake.Server, write bool, out io.Writer) options {
	return options{Endpoint: "http://paperspace.test/v1", Key: key, Live: consent, Write: write, Poll: 5 * time.Second,
		Client: &http.Client{Transport: direct{fakev1.New(w)}}, Out: out}
}

// probe runs the probes with a new fake server in a bubble, and returns the findings by fact.
func probe(t *testing.T, behavior psfake.Behavior, write bool) (found map[string]finding, printed string, fake *psfake.Server) {
	t.Helper()
	found = map[string]finding{}
	synctest.Test(t, func(t *testing.T) {
		fake = newFake(behavior)
		before := objectsOf(fake)
		var out strings.Builder
		all, err := run(t.Context(), t.Context(), probeOf(fake, write, &out))
		if err != nil {
			t.Error(err)
		}
		for _, f := range all {
			found[f.Fact] = f
		}
		if after := objectsOf(fake); !slices.Equal(before, after) {
			t.Errorf("left behind:\n%v\n%v", before, after)
		}
		printed = out.String()
	})
	return found, printed, fake
}

// objectsOf returns the IDs of all objects, except default networks and the templates and
// scripts that are being deleted.
func objectsOf(w *psfake.Server) (ids []string) {
	for _, m := range w.Machines() {
		ids = append(ids, m.ID)
	}
	for _, o := range w.Snapshots() {
		ids = append(ids, o.ID)
	}
	for _, o := range w.CustomTemplates() {
		if o.Deleted == nil {
			ids = append(ids, o.ID)
		}
	}
	for _, o := range w.PublicIPs() {
		ids = append(ids, o.IP)
	}
	for _, o := range w.SharedDrives() {
		ids = append(ids, o.ID)
	}
	for _, o := range w.Networks() {
		if !o.Default { // the first machine of a region creates one
			ids = append(ids, o.ID)
		}
	}
	for _, o := range w.Scripts() {
		if o.Deleted == nil {
			ids = append(ids, o.ID)
		}
	}
	return ids
}

func allFacts() []fact { return slices.Concat(readFacts(), writeFacts(), endFacts()) }

// switchOf returns a field of d, such as "V1.PageSize".
func switchOf(t *testing.T, d *psfake.Behavior, field string) reflect.Value {
	t.Helper()
	v := reflect.ValueOf(d).Elem()
	for name := range strings.SplitSeq(field, ".") {
		if v = v.FieldByName(name); !v.IsValid() {
			t.Fatalf("psfake.Behavior has no %s", field)
		}
	}
	return v
}

// expected returns what the fake server does for a fact, according to the field in d.
func expected(t *testing.T, f fact, d psfake.Behavior) string {
	t.Helper()
	for _, s := range f.fake {
		if s.field == "" {
			return s.answer
		}
		if v := switchOf(t, &d, s.field); v.Equal(reflect.ValueOf(s.value).Convert(v.Type())) {
			return s.answer
		}
	}
	return f.fake[0].answer // for the probe, this value has the same effect as the default
}

// The findings with the two behaviors differ exactly where the fields of psfake.Behavior
// differ in effect, and each finding is what the field selects.
func TestTablesDifferWhereSwitchesDiffer(t *testing.T) {
	for _, write := range []bool{false, true} {
		documented, _, _ := probe(t, psfake.Documented(), write)
		observed, _, _ := probe(t, psfake.Observed(), write)
		facts := readFacts()
		if write {
			facts = allFacts()
		}
		if len(documented) != len(facts) || len(observed) != len(facts) {
			t.Errorf("%d and %d rows for %d facts", len(documented), len(observed), len(facts))
		}
		differing := 0
		for _, f := range facts {
			p, w := documented[f.name], observed[f.name]
			if want := expected(t, f, psfake.Documented()); p.Seen != want {
				t.Errorf("documented behavior: %s: seen %q (%s), want %q", f.name, p.Seen, p.Detail, want)
			}
			if want := expected(t, f, psfake.Observed()); w.Seen != want {
				t.Errorf("observed behavior: %s: seen %q (%s), want %q", f.name, w.Seen, w.Detail, want)
			}
			if differ := p.Seen != w.Seen; p.Advice != "" || differ != (w.Advice != "") {
				t.Errorf("%s: advice %q for %q and %q for %q", f.name, p.Advice, p.Seen, w.Advice, w.Seen)
			} else if differ {
				differing++
			}
		}
		if differing == 0 || differing == len(facts) {
			t.Errorf("%d of %d facts differ", differing, len(facts))
		}
	}
}

// The fake server does what each setting of a fact says, if the field has the value of the
// setting.
func TestEachSwitchPlaysItsResponse(t *testing.T) {
	for _, f := range allFacts() {
		for i, s := range f.fake {
			if s.field == "" {
				continue
			}
			t.Run(f.name+"/"+s.answer, func(t *testing.T) {
				d := psfake.Documented()
				v := switchOf(t, &d, s.field)
				value := reflect.ValueOf(s.value).Convert(v.Type())
				if isDefault := v.Equal(value); isDefault != (i == 0) {
					t.Errorf("%s is the default: %t", s, isDefault)
				}
				if i == 0 {
					return // TestTablesDifferWhereSwitchesDiffer checks the default
				}
				v.Set(value)
				found, _, _ := probe(t, d, f.writes)
				if got := found[f.name]; got.Seen != s.answer || got.Advice != s.String() {
					t.Errorf("with %s: seen %q (%s), advice %q", s, got.Seen, got.Detail, got.Advice)
				}
			})
		}
	}
}

func TestReadsSendOnlyGet(t *testing.T) {
	_, _, fake := probe(t, psfake.Observed(), false)
	if len(fake.Journal()) == 0 {
		t.Error("nothing was sent")
	}
	for _, e := range fake.Journal() {
		if e.Method != http.MethodGet {
			t.Errorf("%s %s", e.Method, e.Path)
		}
	}
}

// Neither the file nor the table identifies the account.
func TestReportHoldsNoSecrets(t *testing.T) {
	for _, behavior := range []psfake.Behavior{psfake.Documented(), psfake.Observed()} {
		found, printed, fake := probe(t, behavior, true)
		var all []finding
		for _, f := range found {
			all = append(all, f)
		}
		file, err := newReport("http://198.51.100.7:8090/v1", true, all).encode()
		if err != nil {
			t.Fatal(err)
		}
		secrets := append(objectsOf(fake), key, "198.51.100.7", "jon@example.com", "te456def", "u123abc", "mine")
		for _, e := range fake.Journal() {
			if id := e.MachineID; id != "" {
				secrets = append(secrets, id)
			}
			for part := range strings.SplitSeq(e.Path, "/") {
				if strings.ContainsAny(part, "0123456789") && part != "v1" && part != "203.0.113.1" {
					secrets = append(secrets, part)
				}
			}
		}
		for _, d := range fake.SharedDrives() {
			secrets = append(secrets, d.Password, d.Username, d.MountPoint)
		}
		for _, secret := range secrets {
			if secret == "" || strings.Contains(string(file), secret) || strings.Contains(printed, secret) {
				t.Errorf("%q is in the report:\n%s", secret, file)
			}
		}
	}
}

// A rejected key ends the run after the first request.
func TestProbeStopsWithAWrongKey(t *testing.T) {
	for _, write := range []bool{false, true} {
		w := newFake(psfake.Observed())
		o := probeOf(w, write, io.Discard)
		o.Key = "another"
		found, err := run(t.Context(), t.Context(), o)
		if err == nil || !strings.Contains(err.Error(), "the first request failed (401)") || len(found) > 0 || len(w.Journal()) != 1 {
			t.Errorf("%v, %d rows, %d requests", err, len(found), len(w.Journal()))
		}
	}
}

// The findings show dates of objects that differ from the Date header.
func TestProbeNoticesAnotherClock(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newFake(psfake.Documented())
		w.Inject(psfake.Fault{Kind: psfake.FaultDate, Skew: -3 * time.Hour})
		found, err := run(t.Context(), t.Context(), probeOf(w, true, io.Discard))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range found {
			if f.Fact == "date" && f.Seen == dateAgrees || f.Fact == "date-of-create" && (f.Seen != "dtCreated is after Date" || f.Advice == "") {
				t.Errorf("%+v", f)
			}
		}
	})
}
