package conformance

import (
	"cmp"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/ops"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

// fields are the rules that try every field of every struct that is sent, one at a time.
var fields = []rule{
	{"each field of an update of a machine is sent, kept, and shown", machineUpdateFields},
	{"each field of an update of a script is sent, kept, and shown", scriptUpdateFields},
	{"each field of a new machine is sent, kept, and shown", machineCreateFields},
	{"each field of a new user of a machine is sent and kept", newUserFields},
	{"each field of a new script is sent, kept, and shown", scriptCreateFields},
	{"each field of a new object of the other kinds is sent, kept, and shown, and so is a new name", productFields},
}

// A trial gives one field two values, each on its own fake server. Every new field of a
// struct that is sent needs a trial, or a reason in [Quirks.Unsent].
type trial struct {
	field      string // "SizeGB"
	one, other any    // a string can be a key of [scene.things]
	// fake is the field of psfake that holds the value, if its name is different. A "!" in
	// front of it inverts the value, and "-" means that there is none.
	fake string
	// shown is the field of the domain type that shows the value, if its name is different.
	shown string
	// masked is true if the journal of the fake masks the value.
	masked bool
	// also are further fields that each of the two values needs.
	also [2]map[string]any
}

// An outcome is the result of sending one value.
type outcome struct {
	sent        string // the write requests
	kept, shown any    // the object in the fake, and as the API version shows it
	err         error
}

// try runs a trial of every field of T. base returns the struct that the field is set in,
// and send sends it.
func try[T any](s *scene, base func(things map[string]string) T, send func(w *scene, in *T) (kept, shown any, err error), trials ...trial) {
	s.Helper()
	kind := reflect.TypeFor[T]()
	for i := range kind.NumField() {
		field := kind.Field(i).Name
		name := kind.Name() + "." + field
		at := slices.IndexFunc(trials, func(t trial) bool { return t.field == field })
		if at < 0 {
			s.Errorf("%s is tried nowhere: add a trial in package conformance", name)
			continue
		}
		t := trials[at]
		attempt := func(value any, also map[string]any) (o outcome, want string) {
			w := s.another(func(d *psfake.Behavior) { d.OmitOwner = false })
			things := w.things()
			in := base(things)
			fieldsOf := reflect.ValueOf(&in).Elem()
			for field, value := range also {
				assign(fieldsOf.FieldByName(field), resolved(value, things))
			}
			assign(fieldsOf.FieldByName(field), resolved(value, things))
			w.fake.ResetJournal()
			o.kept, o.shown, o.err = send(w, &in)
			for _, write := range w.fake.Journal().Writes() {
				o.sent += fmt.Sprintf("%s %s %s\n", write.Method, write.Path, write.Body)
			}
			return o, text(reflect.ValueOf(resolved(value, things)))
		}
		one, wantOne := attempt(t.one, t.also[0])
		other, wantOther := attempt(t.other, t.also[1])
		if why, unsent := s.quirks.Unsent[name]; unsent {
			if one.sent != other.sent {
				s.Errorf("%s is sent, although Unsent says %q:\n%s", name, why, one.sent)
			}
			continue
		}
		if one.sent == other.sent && !t.masked {
			s.Errorf("%s is not sent: the requests with %s and with %s are the same. Add it to the request of the API version.\n%s", name, wantOne, wantOther, one.sent)
			continue
		}
		s.came(name, t, one, wantOne)
		s.came(name, t, other, wantOther)
	}
}

// came checks the outcome of one value. If want is empty, the field was not given, and any
// value is accepted.
func (s *scene) came(name string, t trial, o outcome, want string) {
	s.Helper()
	if o.kept == nil {
		s.Errorf("%s = %s: %v", name, want, o.err)
		return
	}
	if fake, inverted := strings.CutPrefix(cmp.Or(t.fake, t.field), "!"); fake != "-" && want != "" {
		got := text(reflect.Indirect(reflect.ValueOf(o.kept)).FieldByName(fake))
		if inverted {
			got = map[string]string{"true": "false", "false": "true"}[got]
		}
		if got != want {
			s.Errorf("%s = %s was sent, and the fake keeps %q in %T.%s. Add it to the handler of the fake.\n%s", name, want, got, o.kept, fake, o.sent)
			return
		}
	}
	_, unseen := s.quirks.Unseen[name]
	shown := cmp.Or(t.shown, t.field)
	got := text(reflect.Indirect(reflect.ValueOf(o.shown)).FieldByName(shown))
	switch {
	case !unseen && want != "" && got != want:
		s.Errorf("%s = %s is kept, and shown as %q. Add it to the response of the fake, or to the wire struct and domain() of the API version (%T.%s).", name, want, got, o.shown, shown)
	case o.err != nil:
		s.Errorf("%s = %s: %v", name, want, o.err)
	}
}

// assign sets a field. If the field is a pointer and value is not, it sets the field to a
// new pointer to value.
func assign(field, value reflect.Value) {
	if field.Kind() == reflect.Pointer && value.Kind() != reflect.Pointer {
		field.Set(reflect.New(field.Type().Elem()))
		field = field.Elem()
	}
	field.Set(value.Convert(field.Type()))
}

// text returns a value as a string, to compare values of different types.
func text(v reflect.Value) string {
	for v.IsValid() && v.Kind() == reflect.Pointer {
		v = v.Elem()
	}
	if !v.IsValid() {
		return ""
	}
	return wholeRegion(fmt.Sprint(v.Interface()))
}

// things adds objects that fields refer to, and returns their IDs by name.
func (s *scene) things() map[string]string {
	all := map[string]string{}
	for _, letter := range []string{"a", "b"} {
		all["network "+letter] = s.fake.AddNetwork(psfake.Network{Name: letter}).ID
		all["script "+letter] = s.fake.AddScript(psfake.Script{Name: letter, Text: "exit"}).ID
		all["user "+letter] = s.fake.AddUser(psfake.User{Email: letter + "@example.com"}).ID
		all["machine "+letter] = s.machine(psfake.Machine{Name: letter})
		all["machine off "+letter] = s.machine(psfake.Machine{Name: "off " + letter, State: psfake.StateOff})
	}
	all["network in Europe"] = s.fake.AddNetwork(psfake.Network{Name: "e", Region: psfake.Europe}).ID
	return all
}

func resolved(value any, things map[string]string) reflect.Value {
	switch v := value.(type) {
	case string:
		return reflect.ValueOf(cmp.Or(things[v], v))
	case []string:
		return reflect.ValueOf([]string{cmp.Or(things[v[0]], v[0])})
	}
	return reflect.ValueOf(value)
}

// A sizedMachine is a machine with its size in GB.
type sizedMachine struct {
	paperspace.Machine
	SizeGB int64
}

// shownMachine returns a machine as the client shows it, including the script, which API v1
// shows only in the list of scripts.
func (s *scene) shownMachine(id string) (sizedMachine, error) {
	m, err := ops.NewClient(s.api, ops.Options{}).Machines.Show(s.Context(), id)
	gb, _ := m.SizeGB()
	return sizedMachine{m, gb}, err
}

// unused returns the names in a table that no struct has, which are probably misspelled.
func unused(table map[string]string) []string {
	known := map[string]bool{}
	for _, kind := range []reflect.Type{
		reflect.TypeFor[paperspace.MachineUpdate](), reflect.TypeFor[paperspace.ScriptUpdate](), reflect.TypeFor[paperspace.MachineCreate](),
		reflect.TypeFor[paperspace.NewUser](), reflect.TypeFor[paperspace.ScriptCreate](),
	} {
		for i := range kind.NumField() {
			known[kind.Name()+"."+kind.Field(i).Name] = true
		}
	}
	return slices.DeleteFunc(slices.Sorted(maps.Keys(table)), func(name string) bool { return known[name] })
}
