using System.Runtime.InteropServices;
using LstmGen.Kernels;

namespace LstmGen.Training.Tape;

/// <summary>The tensors that states begin with: their values for rows that have just begun, and the sums of those rows' gradients.</summary>
internal sealed class TapeInitialStates
{
    private readonly LstmNode[] _nodes;
    private readonly LstmUse[] _uses;
    private readonly LstmParameters _parameters;

    // By node and state: of each row in the tape's order, and their sum.
    private readonly float[][][] _gradients;
    private readonly float[][][] _sums;

    private TapeInitialStates(LstmNetworkLayout network, LstmParameters parameters, int batch)
    {
        (_nodes, _uses, _parameters) = (network.Nodes, network.Uses, parameters);
        (_gradients, _sums) = (new float[_nodes.Length][][], new float[_nodes.Length][][]);
        for (int node = 0; node < _nodes.Length; node++)
        {
            float[][] values = _nodes[node].Recurs ? Of(parameters, node).InitialStates : [];
            _gradients[node] = Array.ConvertAll(values, each => new float[checked(batch * each.Length)]);
            _sums[node] = Array.ConvertAll(values, each => new float[each.Length]);
        }
    }

    /// <summary>Null where no state begins with a tensor.</summary>
    internal static TapeInitialStates? Create(LstmNetworkLayout network, LstmParameters parameters, int batch)
        => parameters.Shape.Parts.LearnsInitialStates ? new(network, parameters, batch) : null;

    /// <summary>Puts the present values where rows begin that have just begun.</summary>
    internal void Fill(bool[] begun, TapeRows rows, TapeMemory memory)
    {
        for (int node = 0; node < _nodes.Length; node++)
        {
            for (int state = 0; state < _sums[node].Length; state++)
            {
                float[] values = Of(_parameters, node).InitialStates[state];
                for (int row = 0; row < rows.Batch; row++)
                {
                    if (begun[rows.Source(row)])
                    {
                        values.CopyTo(MemoryMarshal.CreateSpan(ref memory.State(state, node, 0, row), values.Length));
                    }
                }
            }
        }
    }

    /// <summary>Keeps the gradients of some rows of a layer before their first step: another layer may need their place.</summary>
    internal void Keep(int node, int first, int end, TapeMemory memory)
    {
        for (int state = 0; state < _sums[node].Length; state++)
        {
            int width = _sums[node][state].Length;
            for (int row = first; row < end; row++)
            {
                ref float gradient = ref state == 0 ? ref memory.HiddenGradient(node, 0, row) : ref memory.StateGradient(node, row, state);
                MemoryMarshal.CreateReadOnlySpan(ref gradient, width).CopyTo(_gradients[node][state].AsSpan(row * width));
            }
        }
    }

    /// <summary>Adds the gradients of rows that had just begun, in the tape's order.</summary>
    internal void Sum(bool[] begun, TapeRows rows, bool accumulate, LstmParameters gradients)
    {
        for (int node = 0; node < _nodes.Length; node++)
        {
            for (int state = 0; state < _sums[node].Length; state++)
            {
                float[] sum = _sums[node][state];
                if (!accumulate)
                {
                    sum.AsSpan().Clear();
                }

                for (int row = 0; row < rows.Batch; row++)
                {
                    for (int unit = 0; begun[rows.Source(row)] && unit < sum.Length; unit++)
                    {
                        sum[unit] += _gradients[node][state][(row * sum.Length) + unit];
                    }
                }

                sum.CopyTo(Of(gradients, node).InitialStates[state], 0);
            }
        }
    }

    private LstmPartParameters Of(LstmParameters parameters, int node) => parameters.Parts[_uses[_nodes[node].Use].Part];
}
