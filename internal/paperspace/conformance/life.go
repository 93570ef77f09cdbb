package conformance

import (
	"errors"
	"slices"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

// lives are the rules about a machine from its create to its end.
var lives = []rule{
	{"a create sends every field of the request", createCarriesAll},
	{"a create with only what is required is enough", createTakesLittle},
	{"a new machine shows nothing, then something, then everything", createFillsIn},
	{"a new user comes with a machine", createMakesUser},
	{"a create that fails later ends off, with the reason in an event", createFailsLater},
	{"a destroyed machine is shown for a while and then gone", destroyEnds},
	{"a public IP address is kept unless it is released", destroyReleases},
	{"a machine that vanished is not found", vanishes},
}

func createCarriesAll(s *scene) {
	user := s.fake.AddUser(psfake.User{Email: "ann@example.com"})
	script := s.fake.AddScript(psfake.Script{Name: "hello", Text: "echo hello"})
	for _, dynamic := range []bool{false, true} {
		in := paperspace.MachineCreate{
			Name: `a "b" <c> & d\e é 世`, MachineType: "GPU+", SizeGB: 250, Region: "East Coast (NY2)", BillingType: "monthly",
			TemplateID: "t456def", AssignPublicIP: !dynamic, DynamicPublicIP: dynamic, NetworkID: "n123abc", TeamID: "te456def",
			UserID: user.ID, ScriptID: script.ID, NotificationEmail: "ops@example.com",
		}
		want := psfake.Machine{BillingType: "monthly", TeamID: "te456def", UserID: user.ID, NotificationEmail: "ops@example.com"}
		s.lacking(paperspace.FieldBillingType, func() { in.BillingType, want.BillingType = "hourly", "hourly" })
		s.lacking(paperspace.FieldTeamID, func() { in.TeamID = "" })
		s.lacking(paperspace.FieldUserID, func() { in.UserID, want.UserID = "", "u123abc" })
		s.lacking("notification_email", func() { in.NotificationEmail, want.NotificationEmail = "", "" })
		got, err := s.api.Machines.Create(s.Context(), in)
		s.must(err)
		m, _ := s.fake.Machine(got.ID)
		if m.Name != `a "b" <c> & d\e é 世` || m.MachineType != "GPU+" || m.SizeGB != 250 || m.Region != psfake.EastCoast ||
			m.BillingType != want.BillingType || m.TemplateID != "t456def" || m.NetworkID != "n123abc" || m.TeamID != want.TeamID ||
			m.UserID != want.UserID || m.ScriptID != script.ID || m.NotificationEmail != want.NotificationEmail ||
			m.AssignPublicIP == dynamic || m.DynamicPublicIP != dynamic {
			s.Errorf("the server created %+v", m)
		}
		ready := s.await(got.ID, paperspace.Ready)
		s.isTrue("ready", ready)
		if m, _ = s.fake.Machine(got.ID); ready.PublicIPAddress == "" || m.LastRun == nil {
			s.Errorf("address %q, script run at %v", ready.PublicIPAddress, m.LastRun)
		}
	}
}

func createTakesLittle(s *scene) {
	for _, region := range paperspace.RegionNames() {
		in := order(region)
		in.Region = region
		got, err := s.api.Machines.Create(s.Context(), in)
		s.must(err)
		m, _ := s.fake.Machine(got.ID)
		if m.Region != region || m.SizeGB != 50 || m.AssignPublicIP || m.DynamicPublicIP || m.UserID != "u123abc" || m.ScriptID != "" {
			s.Errorf("the server created %+v", m)
		}
		s.isTrue("ready", s.await(got.ID, paperspace.Ready))
	}
}

// Paperspace returns what it knows about a new machine. What it does not know yet must be
// absent and must not look like a value.
func createFillsIn(s *scene) {
	got, err := s.api.Machines.Create(s.Context(), order("web"))
	s.must(err)
	if got.ID == "" || got.Name != "web" || got.State != paperspace.Provisioning {
		s.Errorf("the create responded with %+v", got)
	}
	s.isNotFalse("created", got)
	if _, known := got.SizeGB(); known && !got.HasSizeGB(50) {
		s.Errorf("a disk of 50 GB is shown as %v bytes", got.StorageTotal)
	}
	seen := []paperspace.State{}
	for s.show(got.ID).State != paperspace.Ready {
		m := s.show(got.ID)
		s.isNotFalse("provisioning", m)
		if !slices.Contains(seen, m.State) {
			seen = append(seen, m.State)
		}
		if len(m.Events) == 0 && len(s.events(m.ID)) == 0 {
			s.Errorf("%s without any event", m.State)
		}
		pass(time.Second)
	}
	if !slices.Contains(seen, paperspace.Provisioning) || slices.ContainsFunc(seen, paperspace.State.Settled) {
		s.Errorf("while provisioning it was %q", seen)
	}
	ready := s.show(got.ID)
	s.isTrue("ready", ready)
	if gb, known := ready.SizeGB(); gb != 50 || !known {
		s.Errorf("a disk of 50 GB is shown as %d GB", gb)
	}
	if _, known := ready.Created(); !known {
		s.Errorf("created at %q", ready.CreatedAt)
	}
}

func createMakesUser(s *scene) {
	s.can(paperspace.FieldEmail)
	in := order("web")
	in.NewUser = &paperspace.NewUser{Email: "ann+new@example.com", Password: "pa\"ss & word", FirstName: "Ann", LastName: "Ünal"} //nolint:gosec // a user of the fake
	got, err := s.api.Machines.Create(s.Context(), in)
	s.must(err)
	m, _ := s.fake.Machine(got.ID)
	i := slices.IndexFunc(s.fake.Users(), func(u psfake.User) bool { return u.ID == m.UserID })
	if i < 0 {
		s.Fatalf("no user %s", m.UserID)
	}
	if u := s.fake.Users()[i]; u.Email != "ann+new@example.com" || u.Password != "pa\"ss & word" || u.FirstName != "Ann" || u.LastName != "Ünal" {
		s.Errorf("the server created %+v", u)
	}
}

func createFailsLater(s *scene) {
	s.fake.Inject(psfake.Fault{Call: "machines.create", Kind: psfake.FaultFailure, Message: "no capacity left"})
	got, err := s.api.Machines.Create(s.Context(), order("web"))
	s.must(err)
	s.await(got.ID, paperspace.Off)
	events := s.events(got.ID)
	if i := slices.IndexFunc(events, paperspace.Event.Failed); i < 0 || events[i].Error != "no capacity left" || events[i].Running() {
		s.Errorf("the events are %+v", events)
	}
}

func destroyEnds(s *scene) {
	id, other := s.machine(psfake.Machine{Name: "web"}), s.machine(psfake.Machine{Name: "db"})
	s.must(s.api.Machines.Destroy(s.Context(), id, paperspace.Release{}))
	s.isTrue("while it ends", s.show(id))
	if e := s.events(id)[0]; e.Name != "deactivate" || !e.Running() {
		s.Errorf("the newest event is %+v", e)
	}
	if err := s.api.Machines.Destroy(s.Context(), id, paperspace.Release{}); !errors.Is(err, paperspace.ErrNotFound) {
		s.Errorf("destroyed once more: %v", err)
	}
	pass(timings.Destroy + time.Second)
	s.isGone(id)
	s.isTrue("the other one", s.show(other))
}

func destroyReleases(s *scene) {
	s.can(paperspace.FieldAssignPublicIP)
	kept, released := s.machine(psfake.Machine{AssignPublicIP: true}), s.machine(psfake.Machine{AssignPublicIP: true})
	address := s.show(kept).PublicIPAddress
	s.must(s.api.Machines.Destroy(s.Context(), kept, paperspace.Release{}))
	s.must(s.api.Machines.Destroy(s.Context(), released, paperspace.Release{Any: true}))
	if got := s.fake.KeptAddresses(); address == "" || !slices.Equal(got, []string{address}) {
		s.Errorf("the account keeps %q, want %q", got, address)
	}
}

func vanishes(s *scene) {
	id := s.machine(psfake.Machine{})
	s.isTrue("there", s.show(id))
	s.fake.RemoveMachine(id)
	s.isGone(id)
}

// isGone checks that no read returns the machine any more. Events that an API version keeps
// apart from machines can outlive them.
func (s *scene) isGone(id string) {
	s.Helper()
	if m, err := s.api.Machines.Show(s.Context(), id); !errors.Is(err, paperspace.ErrNotFound) {
		s.Errorf("show: %+v, %v", m, err)
	}
	if events, err := s.api.Machines.Events(s.Context(), id); s.quirks.shows("Machine.Events") && !errors.Is(err, paperspace.ErrNotFound) && len(events) > 0 {
		s.Errorf("events: %+v, %v", events, err)
	}
	for _, f := range []paperspace.Filter{nil, {paperspace.FieldID: id}} {
		all, err := s.list(f)
		s.must(err)
		if slices.ContainsFunc(all, func(m paperspace.Machine) bool { return m.ID == id }) {
			s.Errorf("a list by %v has it", f)
		}
	}
}
