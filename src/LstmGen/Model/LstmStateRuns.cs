using LstmGen.Kernels;

namespace LstmGen;

/// <summary>Runs that keep what a layer carries from step to step, such as every c.</summary>
public static class LstmStateRuns
{
    /// <summary>T time steps of every sequence, and a state of a layer after each: bits are those of <c>Run</c>.</summary>
    /// <remarks>
    /// Goes step by step through all layers, which reads the weights more often than <c>Run</c> does. A class with a layer that reads from the end has a tape for
    /// it: <see cref="Training.LstmTape.GetStates"/>.
    /// </remarks>
    /// <typeparam name="TModel">The model class.</typeparam>
    /// <param name="model">The model.</param>
    /// <param name="inputs">[T, B, Input].</param>
    /// <param name="state">The B initial states; updated in place to the states after the last step.</param>
    /// <param name="outputs">[T, B, OutputSize], or [B, OutputSize] of all steps together (<see cref="LstmOutputs"/>), written.</param>
    /// <param name="name">Which state: one of <see cref="LstmState.NamesOf"/>, <c>cell</c> for c.</param>
    /// <param name="layer">Of which layer; 0 is the first.</param>
    /// <param name="values">[T, B, values of the state], written.</param>
    /// <exception cref="ArgumentException">A length differs, there is no such state, the state is of another shape, or buffers overlap.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such layer.</exception>
    /// <exception cref="InvalidOperationException">Another call has the state.</exception>
    public static void RunStates<TModel>(
        this TModel model, ReadOnlySpan<float> inputs, LstmState state, Span<float> outputs, string name, int layer, Span<float> values)
        where TModel : class, ILstmStreamingModel<TModel>
    {
        ArgumentNullException.ThrowIfNull(model);
        Run(new ModelRuns<TModel>(model), inputs, state, outputs, name, layer, values);
    }

    /// <inheritdoc cref="RunStates{TModel}"/>
    /// <exception cref="InvalidOperationException">There is no step (<see cref="ILstmRuntimeModel.CanStep"/>), or another call has the state.</exception>
    public static void RunStates(
        this ILstmRuntimeModel model, ReadOnlySpan<float> inputs, LstmState state, Span<float> outputs, string name, int layer, Span<float> values)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (!model.CanStep)
        {
            throw new InvalidOperationException($"A network of {model.Shape} has no step, and no states after each.");
        }

        Run(new RuntimeModelRuns(model), inputs, state, outputs, name, layer, values);
    }

    private static void Run<TRuns>(TRuns model, ReadOnlySpan<float> inputs, LstmState state, Span<float> outputs, string name, int layer, Span<float> values)
        where TRuns : struct, IModelRuns
    {
        ArgumentNullException.ThrowIfNull(state);
        int steps = LstmGuard.Run(model.Shape, inputs, state, outputs);
        int index = model.Shape.Parts.StateOf(name, layer);
        int width = state.Row(index, layer, 0).Length;
        long expected = (long)steps * state.Batch * width;
        if (values.Length != expected)
        {
            throw new ArgumentException($"values has {values.Length} floats; steps {steps} x batch {state.Batch} x {name} {width} = {expected} were expected.", nameof(values));
        }

        if (values.Overlaps(inputs) || values.Overlaps(outputs))
        {
            throw new ArgumentException("values and another buffer overlap; they must be separate buffers.", nameof(values));
        }

        bool pools = model.Shape.Pools;
        if (steps == 0)
        {
            outputs.Clear();
        }

        int input = state.Batch * model.Shape.Input, output = state.Batch * model.Shape.OutputSize;
        for (int step = 0; step < steps; step++)
        {
            model.Run(inputs.Slice(step * input, input), state, pools ? outputs : outputs.Slice(step * output, output)); // the last one stays
            for (int row = 0; row < state.Batch; row++)
            {
                state.Row(index, layer, row).CopyTo(values[(((step * state.Batch) + row) * width)..]);
            }
        }
    }
}
