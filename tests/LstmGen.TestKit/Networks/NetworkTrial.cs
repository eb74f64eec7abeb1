using LstmGen.TestKit.Comparing;
using LstmGen.TestKit.Models;
using LstmGen.TestKit.Reference;
using LstmGen.Training;

namespace LstmGen.TestKit.Networks;

/// <summary>The buffers of one case of a network: a training step holds all that a run does. States lie as <see cref="LstmState.Export(Span{float}, Span{float})"/> has them.</summary>
internal sealed class NetworkTrial
{
    private readonly NetworkCase _network;

    internal NetworkTrial(NetworkCase network, int seed, int steps, int batch, bool ragged, float gain = 1)
    {
        (_network, Steps, Batch) = (network, steps, batch);
        var random = new SplitMix((ulong)seed);
        LstmParameters parameters = LstmWeights.Random((ulong)seed).Bind(network.Shape);
        Tensors = [.. parameters.ToTensors().Select(tensor => (tensor.Name, tensor.Shape.ToArray(), IsOfNorm(tensor.Name) ? Moved(tensor.ToFloats(), random) : IsInitial(tensor.Name) ? random.Fill(tensor.ElementCount, 1) : Scaled(tensor.ToFloats(), gain)))];
        Begins = [.. Enumerable.Range(0, batch).Select(row => Tensors.Any(tensor => IsInitial(tensor.Name)) && (row + seed) % 3 != 0)];
        Inputs = random.Fill((long)steps * batch * Shape.Input, 2);
        (Hidden, Cell) = (random.Fill(Total(0), 1), FurtherStates.Valid(Shape, batch, random.Fill(Total(1), 2)));
        OutputGradients = random.Fill(OutputFloats, 1);
        Clear(Hidden, 0);
        Clear(Cell, 1);
        (HiddenGradients, CellGradients) = (random.Fill(Hidden.Length, 1), random.Fill(Cell.Length, 1));
        Lengths = [.. Enumerable.Range(0, batch).Select(_ => !ragged ? steps : random.Below(5) switch { 0 => 0, 1 => steps, _ => random.Below(steps + 1) })];
    }

    internal LstmShape Shape => _network.Shape;

    private int OutputFloats => ReferenceNetworks.OutputSteps(Shape, Steps) * Batch * Shape.OutputSize;

    internal int Steps { get; }

    internal int Batch { get; }

    internal (string Name, long[] Dimensions, float[] Values)[] Tensors { get; init; }

    internal float[] Inputs { get; init; }

    internal float[] Hidden { get; init; }

    internal float[] Cell { get; init; }

    internal float[] OutputGradients { get; init; }

    internal float[] HiddenGradients { get; init; }

    internal float[] CellGradients { get; init; }

    internal int[] Lengths { get; init; }

    /// <summary>Rows that begin with the tensors of initial states; their h and c here are zero.</summary>
    internal bool[] Begins { get; init; }

    internal LstmWeights Weights => LstmWeights.From([.. Tensors.Select(tensor => Formats.SafetensorsTensor.FromFloats(tensor.Name, tensor.Dimensions, tensor.Values))]);

    /// <summary>Widths of the states of each layer.</summary>
    private int[] Widths(int state)
        => state == 0 ? _network.Hidden : _network.Cells;

    private int Total(int state) => Widths(state).Sum() * Batch;

    /// <summary>Gives a state what the rows begin with.</summary>
    internal void Begin(LstmState state)
    {
        FurtherStates.Import(state, Hidden, Cell);
        for (int row = 0; row < Batch; row++)
        {
            if (Begins[row])
            {
                state.ResetRow(row);
            }
        }
    }

    /// <summary>Outputs and final states of a run.</summary>
    internal Result Run(string kernelSet, bool lengths)
    {
        CompiledModel model = _network.Model.Create(Weights, kernelSet);
        LstmState state = model.CreateState(Batch);
        Begin(state);
        float[] inputs = Guarded.Copy(Inputs), outputs = Guarded.Copy(Result.Poisoned(OutputFloats));
        if (lengths)
        {
            model.Run(Guarded.Inside(inputs), Lengths, state, Guarded.Inside(outputs));
        }
        else
        {
            model.Run(Guarded.Inside(inputs), state, Guarded.Inside(outputs));
        }

        Guarded.AssertIntact(inputs, "inputs");
        Guarded.AssertIntact(outputs, "outputs");
        return ResultOf(Guarded.Inside(outputs).ToArray(), state);
    }

    /// <summary>The forward pass and all gradients of a training step, by name.</summary>
    internal (Result Forward, List<(string Name, float[] Values)> Gradients) Train(string kernelSet, int threads = 1, bool lengths = true, LstmTapeOptions? options = null)
    {
        LstmTapeOptions fitting = (options ?? new LstmTapeOptions { Batch = Batch, Steps = 1 }) with { Batch = Batch, Steps = Math.Max(1, Steps), Threads = threads, KernelSet = kernelSet };
        using LstmTape tape = _network.Model.CreateTape(Weights.Bind(Shape), fitting);
        return Train(tape, lengths);
    }

    internal (Result Forward, List<(string Name, float[] Values)> Gradients) Train(LstmTape tape, bool lengths)
    {
        LstmState state = tape.CreateState(), gradients = tape.CreateState();
        Begin(state);
        FurtherStates.Import(gradients, HiddenGradients, CellGradients);
        float[] outputs = Result.Poisoned(OutputFloats), inputGradients = Result.Poisoned(Inputs.Length);
        bool random = !_network.Zones || tape.Options.InputDropout > 0;
        if (lengths)
        {
            tape.Forward(Inputs, Lengths, state, outputs, dropout: random);
        }
        else
        {
            tape.Forward(Inputs, state, outputs, dropout: random);
        }

        Result forward = ResultOf(outputs, state);
        tape.Backward(OutputGradients, gradients, inputGradients);
        Result states = ResultOf([], gradients);
        return (forward, [.. tape.Trainables.Select(one => (one.Name, one.Gradients.ToArray())), ("inputs", inputGradients), ("h0", states.Hidden), ("c0", states.Cell)]);
    }

    /// <summary>The same for the reference.</summary>
    internal ReferenceProblem Problem(bool lengths)
        => new(_network.Reference, Shape.Input, Shape.OutputSize, _network.Hidden, _network.Cells, lengths ? Lengths : [.. Enumerable.Repeat(Steps, Batch)])
        {
            Pools = Shape.Outputs != default,
            Variables =
            [
                .. Tensors.Select(tensor => (tensor.Name, ReferenceModels.Widen(tensor.Values))),
                ("inputs", ReferenceModels.Widen(Inputs)), ("h0", ReferenceModels.Widen(Hidden)), ("c0", ReferenceModels.Widen(Cell)),
            ],
            OutputGradients = ReferenceModels.Widen(OutputGradients),
            HiddenGradients = ReferenceModels.Widen(HiddenGradients),
            CellGradients = ReferenceModels.Widen(CellGradients),
            Begins = Begins,
        };

    /// <summary>The same with another reference.</summary>
    internal NetworkTrial With(NetworkCase network) => new(network, 0, Steps, Batch, ragged: false)
    {
        Tensors = Tensors,
        Inputs = Inputs,
        Hidden = Hidden,
        Cell = Cell,
        Begins = Begins,
        OutputGradients = OutputGradients,
        HiddenGradients = HiddenGradients,
        CellGradients = CellGradients,
        Lengths = Lengths,
    };

    /// <summary>One row, alone.</summary>
    internal NetworkTrial Row(int row) => new(_network, 0, Steps, 1, ragged: false)
    {
        Tensors = Tensors,
        Inputs = Result.RowOf(Inputs, Shape.Input, Batch, row),
        Hidden = States(Hidden, 0, row),
        Cell = States(Cell, 1, row),
        OutputGradients = Result.RowOf(OutputGradients, Shape.OutputSize, Batch, row),
        HiddenGradients = States(HiddenGradients, 0, row),
        CellGradients = States(CellGradients, 1, row),
        Lengths = [Lengths[row]],
        Begins = [Begins[row]],
    };

    /// <summary>One row of a result.</summary>
    internal Result Row(Result result, int row) => new(
        Result.RowOf(result.Outputs, Shape.OutputSize, Batch, row),
        States(result.Hidden, 0, row),
        States(result.Cell, 1, row));

    private Result ResultOf(float[] outputs, LstmState state) => Result.Of(outputs, state, Hidden.Length, Cell.Length);

    /// <summary>The states of a row, layer after layer.</summary>
    private float[] States(float[] all, int state, int row)
    {
        var alone = new List<float>();
        int at = 0;
        foreach (int width in Widths(state))
        {
            alone.AddRange(all.AsSpan(at + (row * width), width));
            at += Batch * width;
        }

        return [.. alone];
    }

    private void Clear(float[] all, int state)
    {
        int at = 0;
        foreach (int width in Widths(state))
        {
            for (int row = 0; row < Batch; row++, at += width)
            {
                all.AsSpan(at, Begins[row] ? width : 0).Clear();
            }
        }
    }

    private static bool IsInitial(string tensor) => tensor.Contains("initial_", StringComparison.Ordinal);

    private static bool IsOfNorm(string tensor) => tensor.Contains("gain", StringComparison.Ordinal) || tensor.Contains("shift", StringComparison.Ordinal);

    /// <summary>
    /// Gains of about a half, shifts of about 0: a new model has none but 1 and 0. With gains of 1 sums are as large as no weights of a new model make them, and a network is chaotic.
    /// </summary>
    private static float[] Moved(float[] values, SplitMix random) => [.. values.Zip(random.Fill(values.Length, 0.25f), (value, by) => (value / 2) + by)];

    private static float[] Scaled(float[] values, float gain) => [.. values.Select(value => value * gain)];
}
