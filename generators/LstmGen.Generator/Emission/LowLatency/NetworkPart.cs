using LstmGen.Generator.Kernels.Rows;
using LstmGen.Generator.Networks;
using LstmGen.Generator.Planning;
using LstmGen.Generator.Specs;

namespace LstmGen.Generator.Emission.LowLatency;

/// <summary>
/// Writes what one of several threads does of a step: of each layer some panels. Units write h behind the values of the network and not over the h that other threads
/// read still; it becomes the state's when all are through. What is not cut into parts is the first thread's.
/// </summary>
internal sealed class NetworkPart(CodeWriter writer, NetworkPlan plan, NetworkCalls calls, string? head) : NetworkStep(writer, plan, calls, head)
{
    private const string Wait = "team.Wait(member);";

    private readonly CodeWriter _writer = writer;
    private readonly NetworkPlan _plan = plan;
    private readonly NetworkCalls _calls = calls;
    private readonly List<string> _alone = [];
    private readonly List<string> _kept = [];
    private readonly Dictionary<int, string> _names = [];

    // Inputs and outputs of the step lie before the values of nodes.
    private readonly int _outputs = RowLayout.Stride(plan.Network.Parts[0].Part.Features);
    private int _values = RowLayout.Stride(plan.Network.Parts[0].Part.Features) + RowLayout.Stride(plan.Network.OutputSize);

    internal void WritePart()
    {
        using (_writer.Block("""
            /// <summary>What one thread of several does of a step.</summary>
            [MethodImpl(MethodImplOptions.AggressiveOptimization)]
            internal static void StepPart(LstmPackedWeights weights, LstmStepTeam team, int member)
            """))
        {
            _writer.Line($"ref float z = ref LstmStepScratch.Take({Sums});")
                .Line("ref float w = ref weights.Memory;")
                .Line("ref float state = ref team.State;")
                .Line("ref float values = ref team.Values;")
                .Line("ref float x = ref values;")
                .Line($"ref float y = ref {Offset("values", _outputs)};");
            if (_plan.Turns)
            {
                _writer.Line("bool fromEnd = LstmStepScratch.FromEnd();");
            }

            for (int node = 0; node < _plan.Network.Nodes.Count; node++)
            {
                Node(node);
            }

            _writer.Line();
            Outputs();
            Alone(waits: false);
            _kept.ForEach(line => _writer.Line(line));
        }

        _writer.Lines($"""

            /// <summary>Floats that the threads of a step share: inputs, outputs, then values of nodes.</summary>
            internal static int PartValues => {_values};

            /// <summary>Floats from the inputs on to the outputs.</summary>
            internal static int PartOutputs => {_outputs};
            """);
    }

    protected override void Work(string statement) => _alone.Add(statement);

    protected override void Take(string name, int floats)
    {
        _writer.Line($"ref float {name} = ref {Offset("values", _values)};");
        _values += RowLayout.Stride(floats);
    }

    protected override string Name(int node) => _names.TryGetValue(node, out string? name) ? name : base.Name(node);

    protected override void WriteNode(int index, NetworkNode node, string x)
    {
        if (node.Kind == NodeKind.Dense && _plan.Uses[node.Use].Layer.HasParts)
        {
            Take($"h{index}", RowLayout.Stride(node.Width));
            Share(_plan.Uses[node.Use], x, "z", $"h{index}", "z");
            _writer.Line(Wait);
        }
        else if (node.Kind is NodeKind.Layer or NodeKind.ProjectedLayer && !Zoned(index, node).Any() && _plan.Uses[node.Use].Layer.HasParts)
        {
            Layer(index, node, x);
        }
        else if (node.Kind is NodeKind.RowLayer or NodeKind.ProjectedRowLayer && !Zoned(index, node).Any() && new CellRows((CellPlan)_plan.Uses[node.Use + 2].Kernels).HasParts)
        {
            RowLayer(index, node, x);
        }
        else
        {
            base.WriteNode(index, node, x);
            Alone(waits: true);
        }
    }

    private void Layer(int index, NetworkNode node, string x)
    {
        UsePlan use = _plan.Uses[node.Use];
        string c = State(index, node, use.Layer.HasCellState);
        string units = $"after{index}";
        Take(units, use.Layer.Stride);
        Share(use, x, $"h{index}", units, c);
        _writer.Line(Wait);
        After(index, node, units, (use.Layer.Layer.Hidden + 3) / 4 * 4);
    }

    private void RowLayer(int index, NetworkNode node, string x)
    {
        UsePlan inputs = _plan.Uses[node.Use], hidden = _plan.Uses[node.Use + 1], cell = _plan.Uses[node.Use + 2];
        string c = State(index, node, cell.Kernels.Cell.States.Count > 1);
        string units = $"after{index}";
        Take($"xs{index}", inputs.Layer.OutputStride);
        Take($"hs{index}", hidden.Layer.OutputStride);
        Take(units, cell.Kernels.Stride);
        ShareOrNot(inputs, x, $"xs{index}");
        ShareOrNot(hidden, $"h{index}", $"hs{index}");

        // A thread has all sums of its units where both matrices are cut at the same units.
        bool own = inputs.Layer.HasParts && inputs.Layer.Panels.Select(panel => panel.Width).SequenceEqual(hidden.Layer.Panels.Select(panel => panel.Width));
        int end = ((CellPlan)cell.Kernels).VectorUnits;
        if (!own)
        {
            Alone(waits: false);
            _writer.Line(Wait);
        }

        (string first, string last) = own ? (Unit(inputs, end, "member"), Unit(inputs, end, "(member + 1)")) : (Line(end, "member"), Line(end, "(member + 1)"));
        _writer.Line(
            $"{_calls.Kernels(cell)}.CellPart(ref {Offset("w", cell.Weights)}, ref xs{index}, ref hs{index}, ref z, ref h{index}, ref {c}, ref {units}, ref {c}, {cell.Kernels.Stride}, {first}, {last});")
            .Line(Wait);
        After(index, node, units, cell.Kernels.Stride);
    }

    /// <summary>Refs to the states of a layer; the name of that to c, or to what stands for it.</summary>
    private string State(int index, NetworkNode node, bool remembers)
    {
        _writer.Line($"ref float h{index} = ref {Offset("state", _plan.Network.Place(node.State, 0))};");
        if (remembers)
        {
            _writer.Line($"ref float c{index} = ref {Offset("state", _plan.Network.Place(node.State, 1))};");
        }

        return remembers ? $"c{index}" : $"h{index}";
    }

    /// <summary>What the units gave becomes h: by a projection, which may write over the h that nobody reads any more, or when the step ends.</summary>
    private void After(int index, NetworkNode node, string units, int floats)
    {
        if (node.Projects)
        {
            ShareOrNot(_plan.Uses[node.Projection], units, $"h{index}");
            Alone(waits: false);
            _writer.Line(Wait);
            return;
        }

        _names[index] = units;
        _kept.Add($"LstmStepTeam.Keep(ref {units}, ref h{index}, {floats}, member, team.Members);");
    }

    /// <summary>The panels of one thread.</summary>
    private void Share(UsePlan use, string x, string h, string y, string c)
    {
        int panels = use.Layer.Panels.Count;
        _writer.Line(
            $"{_calls.Kernels(use)}.StepPart(ref {Offset("w", use.Weights)}, ref {x}, ref z, ref {h}, ref {y}, ref {c}, {(_plan.Turns ? "fromEnd" : "false")}, {panels} * member / team.Members, {panels} * (member + 1) / team.Members);");
    }

    private void ShareOrNot(UsePlan use, string x, string y)
    {
        if (use.Layer.HasParts)
        {
            Share(use, x, "z", y, "z");
        }
        else
        {
            Call(use, x, "z", y, "z");
        }
    }

    /// <summary>What the first thread does by itself.</summary>
    private void Alone(bool waits)
    {
        if (_alone.Count == 0)
        {
            return;
        }

        using (_writer.Block("if (member == 0)"))
        {
            _alone.ForEach(line => _writer.Line(line));
        }

        _alone.Clear();
        if (waits)
        {
            _writer.Line().Line(Wait);
        }
    }

    /// <summary>The first unit of a thread's panels, as C# has it; of the thread behind the last, <paramref name="end"/>.</summary>
    private static string Unit(UsePlan use, int end, string member)
        => $"Math.Min({end}, {use.Layer.Panels[0].Width} * ({use.Layer.Panels.Count} * {member} / team.Members))";

    /// <summary>The same by cache lines.</summary>
    private static string Line(int end, string member) => $"Math.Min({end}, 16 * ({RowLayout.Stride(end) / 16} * {member} / team.Members))";
}
