using LstmGen.Generator.Kernels.Rows;
using LstmGen.Generator.Networks;
using LstmGen.Generator.Options;
using LstmGen.Generator.Planning;
using LstmGen.Generator.Specs;

namespace LstmGen.Generator.Emission;

/// <summary>Writes the step of a network that takes one sample after the other: node after node, then the outputs.</summary>
/// <param name="writer">Where it goes.</param>
/// <param name="plan">The network.</param>
/// <param name="calls">Names of its kernels.</param>
/// <param name="head">The type of its head, if it has one.</param>
internal class NetworkStep(CodeWriter writer, NetworkPlan plan, NetworkCalls calls, string? head)
{
    /// <summary>Floats of scratch that kernels need.</summary>
    protected readonly int Sums = Math.Max(plan.SumScratch, plan.Uses.Where(use => use.IsCell).Select(use => new CellRows((CellPlan)use.Kernels).StepScratch).DefaultIfEmpty(0).Max());
    private int _scratch;

    internal void Write()
    {
        using (writer.Line().Block($"""
            /// <summary>One step of one sequence: layer after layer, then the outputs.</summary>
            [MethodImpl(MethodImplOptions.AggressiveOptimization)]
            internal static void Step(LstmPackedWeights weights, ref float x, ref float state, ref float y{(plan.Turns ? ", bool fromEnd" : "")})
            """))
        {
            _scratch = RowLayout.Stride(Sums);
            writer.Line($"ref float z = ref LstmStepScratch.Take({Scratch()});").Line("ref float w = ref weights.Memory;");
            for (int node = 0; node < plan.Network.Nodes.Count; node++)
            {
                Node(node);
            }

            writer.Line();
            Outputs();
        }
    }

    /// <summary>What a node says to do, in the order of the nodes.</summary>
    protected virtual void Work(string statement) => writer.Line(statement);

    /// <summary>From the last values to outputs.</summary>
    protected void Outputs()
    {
        string h = Name(plan.Network.Outputs);
        Work(head is null ? $"LstmRows.Copy(ref {h}, ref y, {plan.Network.OutputSize});" : $"{head}.Apply(ref {Offset("w", plan.HeadWeights)}, ref {h}, ref y, 1);");
    }

    /// <summary>Sums, then what is neither state nor output.</summary>
    private int Scratch()
    {
        int kept = plan.Network.Nodes.Sum(node => (node.HiddenZoneout > 0 ? RowLayout.Stride(node.Width) : 0) + (node.CellZoneout > 0 ? CellStride(node) : 0));
        int values = kept + plan.Network.Nodes.Sum(node => node.Kind switch
        {
            NodeKind.Layer or NodeKind.Last => 0,
            NodeKind.ProjectedLayer => plan.Uses[node.Use].Layer.Stride,
            NodeKind.RowLayer or NodeKind.ProjectedRowLayer or NodeKind.ResetRowLayer => (2 * plan.Uses[node.Use].Layer.OutputStride) + (node.Projects || node.Kind == NodeKind.ResetRowLayer ? plan.Uses[node.Use].Layer.Stride : 0),
            _ => RowLayout.Stride(node.Width),
        });
        return values == 0 ? Sums : _scratch + values;
    }

    protected void Node(int index)
    {
        NetworkNode node = plan.Network.Nodes[index];
        string x = Name(node.Reads);
        writer.Line();
        WriteNode(index, node, x);
    }

    /// <summary>One node.</summary>
    protected virtual void WriteNode(int index, NetworkNode node, string x)
    {
        if (node.TakesRows)
        {
            RowLayer(index, node, x);
            return;
        }

        if (node.Recurs)
        {
            Layer(index, node, x);
            return;
        }

        if (node.Kind == NodeKind.Last)
        {
            writer.Line($"ref float h{index} = ref {x};"); // so far it is
            return;
        }

        Take($"h{index}", RowLayout.Stride(node.Width));
        if (node.Kind == NodeKind.Dense)
        {
            Call(plan.Uses[node.Use], x, "z", $"h{index}", "z");
        }
        else if (node.Kind == NodeKind.Softmax)
        {
            Work($"LstmRows.Softmax(ref {x}, ref h{index}, {node.Width});");
        }
        else
        {
            Work($"LstmRows.Combine(LstmNodeKind.{node.Kind}, ref {x}, ref {Name(node.With)}, ref h{index}, {node.Width});");
        }
    }

    private void Layer(int index, NetworkNode node, string x)
    {
        UsePlan use = plan.Uses[node.Use];
        bool inPlace = use.Layer.Step.InPlace, projects = node.Kind == NodeKind.ProjectedLayer;
        string h = $"h{index}", c = use.Layer.HasCellState ? $"c{index}" : h, y = projects ? $"units{index}" : inPlace ? h : $"after{index}";
        writer.Line($"ref float {h} = ref {Offset("state", plan.Network.Place(node.State, 0))};");
        if (use.Layer.HasCellState)
        {
            writer.Line($"ref float {c} = ref {Offset("state", plan.Network.Place(node.State, 1))};");
        }

        Keep(index, node);
        if (projects)
        {
            Take(y, use.Layer.Stride);
        }
        else if (!inPlace)
        {
            // A step that cannot write over the h it reads writes behind its sums.
            writer.Line($"ref float {y} = ref {Offset("z", use.Layer.StepScratch - use.Layer.Stride)};");
        }

        Call(use, x, h, y, c);
        if (projects)
        {
            Call(plan.Uses[node.Projection], y, "z", h, "z");
        }
        else if (!inPlace)
        {
            // All that kernels write on every instruction set; padding past it stays zero.
            Work($"LstmRows.Copy(ref {y}, ref {h}, {(use.Layer.Layer.Hidden + 3) / 4 * 4});");
        }

        Mix(index, node);
    }

    /// <summary>Sums over the inputs and over h, then the cell; it reads no unit's h behind the one it writes, so that both are one.</summary>
    private void RowLayer(int index, NetworkNode node, string x)
    {
        bool resets = node.Kind == NodeKind.ResetRowLayer;
        UsePlan inputs = plan.Uses[node.Use], hidden = plan.Uses[node.Use + 1], cell = plan.Uses[node.Use + (resets ? 4 : 2)];
        bool remembers = cell.Kernels.Cell.States.Count > 1;
        string h = $"h{index}", c = remembers ? $"c{index}" : h, y = node.Projects ? $"units{index}" : h;
        writer.Line($"ref float {h} = ref {Offset("state", plan.Network.Place(node.State, 0))};");
        if (remembers)
        {
            writer.Line($"ref float {c} = ref {Offset("state", plan.Network.Place(node.State, 1))};");
        }

        Keep(index, node);
        Take($"xs{index}", inputs.Layer.OutputStride);
        Take($"hs{index}", hidden.Layer.OutputStride);
        if (node.Projects)
        {
            Take(y, cell.Kernels.Stride);
        }

        Call(inputs, x, "z", $"xs{index}", "z");
        Call(hidden, h, "z", $"hs{index}", "z");
        if (resets)
        {
            UsePlan candidate = plan.Uses[node.Use + 3];
            Take($"reset{index}", cell.Kernels.Stride);
            Cell(plan.Uses[node.Use + 2], $"reset{index}");
            writer.Line($"ref float n{index} = ref {Offset($"hs{index}", 2 * cell.Kernels.Stride)};");
            Call(candidate, $"reset{index}", "z", $"n{index}", "z");
        }

        Cell(cell, y);
        if (node.Projects)
        {
            Call(plan.Uses[node.Projection], y, "z", h, "z");
        }

        Mix(index, node);

        void Cell(UsePlan use, string to) => Work(
            $"{calls.Kernels(use)}.Cell(ref {Offset("w", use.Weights)}, ref xs{index}, ref hs{index}, ref z, ref {h}, ref {c}, ref {to}, ref {c}, {use.Kernels.Stride}, 1);");
    }

    /// <summary>All of a step of a use.</summary>
    protected void Call(UsePlan use, string x, string h, string y, string c)
        => Work($"{calls.Kernels(use)}.Step(ref {Offset("w", use.Weights)}, ref {x}, ref z, ref {h}, ref {y}, ref {c}, {(plan.Turns ? "fromEnd" : "false")});");

    /// <summary>Keeps what zoneout mixes a step's states with.</summary>
    private void Keep(int index, NetworkNode node)
    {
        foreach ((string state, _, int stride) in Zoned(index, node))
        {
            Take($"kept_{state}", stride);
            Work($"LstmRows.Copy(ref {state}, ref kept_{state}, {stride});");
        }
    }

    private void Mix(int index, NetworkNode node)
    {
        foreach ((string state, float rate, int stride) in Zoned(index, node))
        {
            Work($"LstmRows.Mix(ref kept_{state}, ref {state}, {ZoneoutOption.Rate(rate)}, {stride});");
        }
    }

    protected IEnumerable<(string State, float Rate, int Stride)> Zoned(int index, NetworkNode node) =>
        new[] { ($"h{index}", node.HiddenZoneout, RowLayout.Stride(node.Width)), ($"c{index}", node.CellZoneout, node.CellZoneout > 0 ? CellStride(node) : 0) }.Where(each => each.Item2 > 0);

    /// <summary>Floats of c of a row.</summary>
    private int CellStride(NetworkNode node) => RowLayout.Stride(plan.Network.Parts[plan.Uses[node.Use].Use.Part].Part.Width(1));

    /// <summary>A ref to scratch of its own.</summary>
    protected virtual void Take(string name, int floats)
    {
        writer.Line($"ref float {name} = ref {Offset("z", _scratch)};");
        _scratch += floats;
    }

    /// <summary>The ref to what a node gives.</summary>
    protected virtual string Name(int node) => node == Network.Inputs ? "x" : $"h{node}";

    protected static string Offset(string name, int offset) => offset == 0 ? name : $"Unsafe.Add(ref {name}, {offset})";
}
