package paperspace_test

import (
	"reflect"
	"strings"
	"testing"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
)

// Get reads each field from the right place in the struct, and from no other.
func TestEveryFieldIsReadFromItsPlace(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		object paperspace.Gettable
		fields string // the name in a filter, and the field of the struct
	}{
		{paperspace.Machine{}, `id=ID name=Name region=Region os=OS network_id=NetworkID user_id=UserID team_id=TeamID script_id=ScriptID
			dt_created=CreatedAt machine_type=MachineType state=State gpu=GPU usage_rate=UsageRate agent_type=AgentType
			private_ip_address=PrivateIPAddress public_ip_address=PublicIPAddress dt_last_run=LastRunAt cpus=CPUs ram=RAM
			storage_total=StorageTotal storage_used=StorageUsed auto_snapshot_frequency=AutoSnapshotFrequency
			auto_snapshot_save_count=AutoSnapshotSaveCount shutdown_timeout_in_hours=ShutdownTimeoutHours
			perform_auto_snapshot=AutoSnapshot updates_pending=UpdatesPending`},
		{paperspace.Event{}, "name=Name state=State error_msg=Error handle=Handle dt_created=CreatedAt dt_modified=ModifiedAt dt_finished=FinishedAt"},
		{paperspace.User{}, "id=ID email=Email first_name=FirstName last_name=LastName team_id=TeamID dt_created=CreatedAt"},
		{paperspace.PublicIP{}, "id=Address address=Address region=Region machine_id=MachineID assigned=MachineID dt_created=CreatedAt"},
		{paperspace.Snapshot{}, "id=ID name=Name machine_id=MachineID automatic=Automatic"},
		{paperspace.SharedDrive{}, "id=ID name=Name size=SizeGB region=Region network_id=NetworkID mount_point=MountPoint username=Username dt_created=CreatedAt"},
		{paperspace.Template{}, `id=ID name=Name label=Label os=OS team_id=TeamID user_id=UserID region=Region dt_created=CreatedAt agent_type=AgentType
			custom=Custom parent_machine_id=ParentMachineID machine_id=ParentMachineID default_size_gb=DefaultSizeGB`},
		{paperspace.Network{}, "id=ID name=Name region=Region network=Network netmask=Netmask team_id=TeamID dt_created=CreatedAt"},
		{paperspace.Script{}, "id=ID name=Name description=Description owner_type=OwnerType owner_id=OwnerID dt_created=CreatedAt is_enabled=IsEnabled run_once=RunOnce"},
	} {
		kind := reflect.TypeOf(c.object)
		for _, pair := range strings.Fields(c.fields) {
			name, place, _ := strings.Cut(pair, "=")
			field := paperspace.Field(name)
			none, known := c.object.Get(field)
			if !known || none == "0" {
				t.Errorf("of a %s without values, Get(%q) is %q, known: %t", kind, name, none, known)
			}
			for i := range kind.NumField() {
				one := reflect.New(kind).Elem()
				set(one.Field(i))
				object, _ := one.Interface().(paperspace.Gettable)
				got, _ := object.Get(field)
				if is := kind.Field(i).Name == place; is != (got != none) {
					t.Errorf("with %[1]s.%[2]s set, %[1]s.Get(%[3]q) is %[4]q and was %[5]q; it should be that of %[6]s", kind, kind.Field(i).Name, name, got, none, place)
				}
			}
		}
	}
}

// set gives a field a value other than its zero value.
func set(v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		v.SetString("x")
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int64:
		v.SetInt(7)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		set(v.Elem())
	default: // lists, which Get does not read
	}
}
