using LstmGen.Generator.Cells;
using LstmGen.Generator.Networks;
using LstmGen.Generator.Specs;
using LstmGen.Kernels;

namespace LstmGen.Dynamic;

/// <summary>A network with all that its kernels need to know: the same on every instruction set.</summary>
internal sealed class NetworkKernels
{
    private readonly AlignedMemory _zeros;

    internal NetworkKernels(Network network)
    {
        Uses = [.. network.Uses.Select(Kernel)];
        OutputStride = RowLayout.Stride(network.Nodes[network.Outputs].Width);
        OutputSize = network.OutputSize;
        HasHead = network.Head is not null;
        Streams = network.Streams;
        int weights = 0;
        var uses = new LstmUse[Uses.Length];
        for (int use = 0; use < uses.Length; use++)
        {
            UseKernel kernel = Uses[use];
            uses[use] = new(network.Uses[use].Part, RoleOf(network.Uses[use].Role), weights, kernel.Panels, kernel.Layer.IsCell ? 0 : kernel.SumFloats, kernel.Layer.IsCell ? 0 : kernel.WidestRow, kernel.OutputStride) { Numbers = (LstmNumbers)kernel.Layer.Numbers };
            Rounded = Math.Max(Rounded, kernel.Layer.IsNarrow ? RowLayout.Stride(kernel.Layer.Groups + 1) : 0);
            weights = checked(weights + RowLayout.Stride(kernel.PackedFloats));
            Registers = Math.Max(Registers, kernel.Program?.Floats ?? 0);
            Sums = Math.Max(Sums, kernel.SumFloats);
        }

        int head = network.Head is { } headSpec ? (headSpec.Output * OutputStride) + RowLayout.Stride(headSpec.Output) : 0;
        _zeros = new AlignedMemory(Math.Max(1, Uses.Max(use => use.WidestRow)));
        Layout = new LstmNetworkLayout(network.Outputs, weights, checked(weights + head), uses, [.. network.Nodes.Select(NodeOf)]);

        ValuePlaces = new int[Layout.Nodes.Length];
        for (int node = 0; node < ValuePlaces.Length; node++)
        {
            LstmNode each = Layout.Nodes[node];
            (ValuePlaces[node], Values) = (Values, Values + (each.Recurs ? 0 : each.Stride));
            if (each.Recurs)
            {
                // As much as any of them takes.
                UseKernel cell = Uses[each.TakesRows ? each.Cell : each.Use];
                int kept = each.Stride + cell.Stride, projected = cell.Stride, reset = cell.Stride, sums = 2 * cell.SumStride;
                Scratch = Math.Max(Scratch, kept + projected + reset + sums);
            }
        }

        UseKernel Kernel(LayerUse use) => new(use.Layer, use.Layer.GivesSums ? null : ProgramOf(use.Layer));
    }

    internal LstmNetworkLayout Layout { get; }

    internal UseKernel[] Uses { get; }

    internal int OutputStride { get; }

    internal int OutputSize { get; }

    internal bool HasHead { get; }

    /// <summary>Whether it can take one step after the other.</summary>
    internal bool Streams { get; }

    /// <summary>Floats of the registers of any cell.</summary>
    internal int Registers { get; }

    /// <summary>Floats of the sums that any use has for a row.</summary>
    internal int Sums { get; }

    /// <summary>Floats of a row of inputs as integers.</summary>
    internal int Rounded { get; }

    /// <summary>Where the values of each node of a step lie that has no state.</summary>
    internal int[] ValuePlaces { get; }

    /// <summary>Floats of these.</summary>
    internal int Values { get; }

    /// <summary>Floats that a layer of a step needs besides.</summary>
    internal int Scratch { get; }

    /// <summary>Where second chains start.</summary>
    internal ref float Zeros => ref _zeros.Reference;

    /// <summary>Without constants for tanh alone, which change no bit.</summary>
    private static CellProgram ProgramOf(LayerSpec layer) => CellProgram.Of(Cell.Of(layer.Cell), new(layer.Activations), layer.Hidden);

    private static LstmUseRole RoleOf(UseRole role) => role switch
    {
        UseRole.Layer => LstmUseRole.Layer,
        UseRole.Projection => LstmUseRole.Projection,
        UseRole.Inputs => LstmUseRole.Inputs,
        UseRole.Hidden => LstmUseRole.Hidden,
        UseRole.Cell => LstmUseRole.Cell,
        UseRole.Reset => LstmUseRole.Reset,
        _ => LstmUseRole.Candidate,
    };

    private static LstmNode NodeOf(NetworkNode node) => new(
        node.Kind switch
        {
            NodeKind.Layer => LstmNodeKind.Layer,
            NodeKind.ProjectedLayer => LstmNodeKind.ProjectedLayer,
            NodeKind.RowLayer => LstmNodeKind.RowLayer,
            NodeKind.ProjectedRowLayer => LstmNodeKind.ProjectedRowLayer,
            NodeKind.ResetRowLayer => LstmNodeKind.ResetRowLayer,
            NodeKind.Dense => LstmNodeKind.Dense,
            NodeKind.Reverse => LstmNodeKind.Reverse,
            NodeKind.Softmax => LstmNodeKind.Softmax,
            NodeKind.Concat => LstmNodeKind.Concat,
            NodeKind.Sum => LstmNodeKind.Sum,
            NodeKind.Multiply => LstmNodeKind.Multiply,
            NodeKind.Average => LstmNodeKind.Average,
            NodeKind.Last => LstmNodeKind.Last,
            NodeKind.Mean => LstmNodeKind.Mean,
            _ => LstmNodeKind.Max,
        },
        node.Reads, node.With, node.Use, node.State, node.Writes, node.Width, node.Drops, node.HiddenZoneout, node.CellZoneout);
}
