package acctest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"strings"
	"testing"

	"github.com/hashicorp/go-hclog"
	"github.com/hashicorp/go-plugin"
	"google.golang.org/grpc"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
	"google.golang.org/protobuf/types/dynamicpb"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfrun"
)

// service is the protocol as the provider's library registers it. The Go types of its messages are internal to that
// library, so requests and responses are converted by their field names.
const service = "tfplugin6.Provider"

// wire is a connection to a provider in a separate process, as with a CLI: started with a handshake, then gRPC with
// certificates over a socket.
type wire struct {
	conn    *grpc.ClientConn
	methods protoreflect.MethodDescriptors
}

// dial starts the provider. It runs until the test ends.
func dial(t testing.TB) *wire {
	t.Helper()
	client := plugin.NewClient(&plugin.ClientConfig{
		HandshakeConfig: plugin.HandshakeConfig{
			MagicCookieKey: "TF_PLUGIN_MAGIC_COOKIE", MagicCookieValue: "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2",
		},
		VersionedPlugins: map[int]plugin.PluginSet{6: {"provider": connection{}}},
		AllowedProtocols: []plugin.Protocol{plugin.ProtocolGRPC},
		AutoMTLS:         true,
		Cmd:              exec.Command(tfrun.Executable(binary(t), tfrun.Program)), //nolint:gosec,noctx // our own program, which Kill ends
		Logger:           hclog.NewNullLogger(),
	})
	t.Cleanup(client.Kill)
	rpc, err := client.Client()
	if err != nil {
		t.Fatal(err)
	}
	conn, err := rpc.Dispense("provider")
	if err != nil {
		t.Fatal(err)
	}
	described, err := protoregistry.GlobalFiles.FindDescriptorByName(service)
	if err != nil {
		t.Fatal(err)
	}
	return &wire{conn: conn.(*grpc.ClientConn), methods: described.(protoreflect.ServiceDescriptor).Methods()} //nolint:forcetypeassert // what connection makes
}

// connection is a plugin that has only a connection.
type connection struct{ plugin.NetRPCUnsupportedPlugin }

func (connection) GRPCServer(*plugin.GRPCBroker, *grpc.Server) error {
	return errors.New("this is only a client")
}

func (connection) GRPCClient(_ context.Context, _ *plugin.GRPCBroker, c *grpc.ClientConn) (any, error) {
	return c, nil
}

// call sends a request and returns its only response.
func call[Response any](ctx context.Context, w *wire, method string, request any) (*Response, error) {
	all, err := stream[Response](ctx, w, method, request)
	if err == nil && len(all) != 1 {
		err = fmt.Errorf("%s: %d responses", method, len(all))
	}
	if err != nil {
		return nil, err
	}
	return all[0], nil
}

// stream sends a request and returns the responses.
func stream[Response any](ctx context.Context, w *wire, method string, request any) (all []*Response, err error) {
	m := w.methods.ByName(protoreflect.Name(method))
	if m == nil {
		return nil, fmt.Errorf("the protocol has no %s", method)
	}
	sent, err := message(m.Input(), request)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", method, err)
	}
	s, err := w.conn.NewStream(ctx, &grpc.StreamDesc{ServerStreams: true}, "/"+service+"/"+method)
	if err != nil {
		return nil, err
	}
	if err := errors.Join(s.SendMsg(sent), s.CloseSend()); err != nil {
		return nil, err
	}
	for {
		received := dynamicpb.NewMessage(m.Output())
		if err := s.RecvMsg(received); errors.Is(err, io.EOF) {
			return all, nil
		} else if err != nil {
			return nil, fmt.Errorf("%s: %w", method, err)
		}
		text, err := protojson.MarshalOptions{UseEnumNumbers: true}.Marshal(received)
		if err != nil {
			return nil, err
		}
		one := new(Response)
		// The names differ only in case, which json ignores. The paths of attributes are lost, but not their number.
		if err := json.Unmarshal(text, one); err != nil {
			return nil, fmt.Errorf("%s: %w", method, err)
		}
		all = append(all, one)
	}
}

// message converts a request of tfprotov6.
func message(kind protoreflect.MessageDescriptor, request any) (*dynamicpb.Message, error) {
	text, err := json.Marshal(request)
	if err != nil {
		return nil, err
	}
	var fields map[string]any
	if err := json.Unmarshal(text, &fields); err != nil {
		return nil, err
	}
	if fields, err = renamed(kind, fields); err != nil {
		return nil, err
	}
	if text, err = json.Marshal(fields); err != nil {
		return nil, err
	}
	m := dynamicpb.NewMessage(kind)
	return m, protojson.Unmarshal(text, m)
}

// renamed returns fields by their names in the protocol, such as type_name for TypeName. It returns an error if a
// field is set that the protocol lacks.
func renamed(kind protoreflect.MessageDescriptor, fields map[string]any) (map[string]any, error) {
	known := map[string]protoreflect.FieldDescriptor{}
	for i := range kind.Fields().Len() {
		f := kind.Fields().Get(i)
		known[strings.ReplaceAll(string(f.Name()), "_", "")] = f
	}
	all := map[string]any{}
	for name, value := range fields {
		if value == nil {
			continue
		}
		f := known[strings.ToLower(name)]
		if f == nil {
			return nil, fmt.Errorf("%s has no %s", kind.FullName(), name)
		}
		if inner, ok := value.(map[string]any); ok && f.Message() != nil {
			var err error
			if value, err = renamed(f.Message(), inner); err != nil {
				return nil, err
			}
		}
		all[string(f.Name())] = value
	}
	return all, nil
}
