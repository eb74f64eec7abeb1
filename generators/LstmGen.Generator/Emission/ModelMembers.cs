using LstmGen.Generator.Dialects;
using LstmGen.Generator.Planning;
using LstmGen.Generator.Specs;

namespace LstmGen.Generator.Emission;

/// <summary>Writes the members of an annotated class: construction, dispatch to the kernels of the instruction set, the step.</summary>
internal sealed class ModelMembers(CodeWriter writer, ModelSpec model)
{
    private const string Hot = "[MethodImpl(MethodImplOptions.AggressiveOptimization)]";

    private const string KernelParameters = "TFirst, TUpper, THead";

    private readonly string _name = model.Type.Name;
    private readonly int _stride = (model.Hidden + 15) / 16 * 16;

    internal void Write()
    {
        string shape = $"{model.Input} inputs, {model.Layers} x {model.Hidden} units, {(model.Output > 0 ? $"{model.Output} outputs" : "no head")}{model.Cell.Words}";
        using (writer.Block($"""
            /// <remarks>LSTM: {shape}.</remarks>
            {model.Type.Declaration} : ILstmModel<{_name}>
            """))
        {
            Fields();
            Construction();
            Step();
            Runs();
            if (model.Head == null)
            {
                PlainOutputs();
            }
        }
    }

    private int OutputSize => model.Output > 0 ? model.Output : model.Hidden;

    private void Fields()
    {
        writer.Lines($"""
            private static readonly LstmShape s_lstmShape = new(
                {model.Input}, {model.Hidden}, {model.Layers}, {model.Output}, {(model.Bias ? "true" : "false")}, LstmActivations.{model.Activations}{Variant()});

            private readonly LstmPackedWeights _lstmWeights;
            private readonly int _lstmKernels;

            /// <inheritdoc/>
            public static LstmShape Shape => s_lstmShape;

            /// <inheritdoc/>
            """);
        using (writer.Block("public static IReadOnlyList<string> KernelSets"))
        using (writer.Block("get"))
        {
            writer.Line("List<string> names = new List<string>();");
            foreach (Dialect dialect in Dialect.All)
            {
                using (dialect.Supported == KernelChoice.Always ? default : writer.Block($"if ({dialect.Supported})"))
                {
                    writer.Line($"names.Add(\"{dialect.Name}\");");
                }

                writer.Line();
            }

            writer.Line("return names;");
        }

        Switch("KernelSet", dialect => $"\"{dialect.Name}\"");
        Switch("Plan", dialect => string.Join(
            "\n        + ", ModelEmitter.Plan(model, dialect).Select(line => $"\"{line}\\n\"")));
        writer.Line();
    }

    /// <summary>The options of a cell other than the default one.</summary>
    private string Variant() => (model.Cell.Peepholes ? ", Peepholes: true" : "") + (model.Cell.CoupledGates ? ", CoupledGates: true" : "");

    private void Switch(string property, Func<Dialect, string> value)
    {
        writer.Lines($"""

            /// <inheritdoc/>
            public string {property} => _lstmKernels switch
            """).Line("{");
        for (int index = 0; index < Dialect.All.Length; index++)
        {
            writer.Lines($"    {(index < Dialect.All.Length - 1 ? $"{index}" : "_")} => {value(Dialect.All[index])},");
        }

        writer.Line("};");
    }

    private void Construction()
    {
        writer.Lines($"""
            /// <summary>A model with these weights, on the best kernel set of this processor.</summary>
            /// <param name="weights">Named tensors or random values; copied, so they may change or go afterwards.</param>
            /// <exception cref="LstmFormatException">The weights do not fit <see cref="Shape"/>.</exception>
            public {_name}(LstmWeights weights)
                : this(weights, null)
            """);
        using (writer.Block())
        {
        }

        using (writer.Line().Block($"""
            /// <summary>A model with these weights, on one of <see cref="KernelSets"/>; all give the same bits.</summary>
            /// <param name="weights">Named tensors or random values; copied, so they may change or go afterwards.</param>
            /// <param name="kernelSet">A name of <see cref="KernelSets"/>, or null for the best.</param>
            /// <exception cref="LstmFormatException">The weights do not fit <see cref="Shape"/>.</exception>
            /// <exception cref="ArgumentException">This processor has no such kernel set.</exception>
            public {_name}(LstmWeights weights, string? kernelSet)
            """))
        {
            writer.Line("ArgumentNullException.ThrowIfNull(weights);").Line("LstmParameters parameters = weights.Bind(s_lstmShape);");
            for (int index = 0; index < Dialect.All.Length; index++)
            {
                Dialect dialect = Dialect.All[index];
                using (writer.Block($"{(index == 0 ? "" : "else ")}if ({KernelChoice.Condition(dialect)})"))
                {
                    (string first, string upper, _) = KernelChoice.Types(model, dialect, "");
                    writer.Line($"_lstmWeights = new LstmPackedWeights(s_lstmShape, parameters, {first}.Panels, {upper}.Panels);").Line($"_lstmKernels = {index};");
                }
            }

            using (writer.Block("else"))
            {
                writer.Line(KernelChoice.Refusal("kernelSet"));
            }
        }

        writer.Lines($"""

            /// <inheritdoc/>
            public static {_name} Create(LstmWeights weights) => new {_name}(weights);

            /// <inheritdoc/>
            public static {_name} Create(LstmWeights weights, string kernelSet)
            """);
        using (writer.Block())
        {
            writer.Line("ArgumentNullException.ThrowIfNull(kernelSet);").Line($"return new {_name}(weights, kernelSet);");
        }

        writer.Lines("""

            /// <inheritdoc/>
            public LstmState CreateState(int batch = 1) => new LstmState(s_lstmShape, batch);
            """);
    }

    private void Step()
    {
        using (writer.Line().Block($"""
            /// <inheritdoc/>
            {Hot}
            public void Step(ReadOnlySpan<float> input, LstmState state, Span<float> output)
            """))
        {
            writer.Line("LstmPackedWeights weights = _lstmWeights;")
                .Line($"LstmGuard.Step(weights.Shape, {model.Input}, {OutputSize}, input, state, output);")
                .Line("ref float x = ref MemoryMarshal.GetReference(input);")
                .Line("ref float y = ref MemoryMarshal.GetReference(output);");
            Dispatch(types => $"LstmStep<{types}>(weights, ref x, ref state.Memory, ref state.Sums, ref y{(Turns ? ", state.FromEnd()" : "")});");
        }

        using (writer.Line().Block($"""
            // h of the layers, then c of the layers, then scratch: {_stride} floats each.
            {Hot}
            private static void LstmStep<{KernelParameters}>(LstmPackedWeights weights, ref float x, ref float state, ref float sums, ref float y{(Turns ? ", bool fromEnd" : "")})
                where TFirst : struct, ILstmLayerKernels
                where TUpper : struct, ILstmLayerKernels
                where THead : struct, ILstmHeadKernel
            """))
        {
            for (int layer = 0; layer < model.Layers; layer++)
            {
                Layer(layer);
            }

            writer.Line($"THead.Apply(ref Unsafe.Add(ref weights.Memory, weights.Head), ref h{model.Layers - 1}, ref y, 1);");
        }
    }

    /// <summary>Whether steps of some layer go through its units in turn forwards and backwards.</summary>
    private bool Turns => Planner.Turns(model.First) || (model.Upper != null && Planner.Turns(model.Upper));

    private void Layer(int layer)
    {
        string kernels = layer == 0 ? "TFirst" : "TUpper";
        writer.Lines($"""
            ref float h{layer} = ref {(layer == 0 ? "state" : $"Unsafe.Add(ref state, {layer * _stride})")};
            ref float after{layer} = ref {kernels}.StepsInPlace ? ref h{layer} : ref Unsafe.Add(ref state, {2 * model.Layers * _stride});
            {kernels}.Step(
                ref {(layer == 0 ? "weights.Memory" : $"Unsafe.Add(ref weights.Memory, weights.Layer({layer}))")}, ref {(layer == 0 ? "x" : $"h{layer - 1}")},
                ref sums, ref h{layer}, ref after{layer}, ref Unsafe.Add(ref state, {(model.Layers + layer) * _stride}), {(Turns ? "fromEnd" : "false")});
            """);
        using (writer.Block($"if (!{kernels}.StepsInPlace)"))
        {
            writer.Line($"LstmRows.Copy(ref after{layer}, ref h{layer}, {_stride});");
        }

        writer.Line();
    }

    private void Runs()
    {
        Run(
            "ReadOnlySpan<float> inputs, LstmState state, Span<float> outputs", "",
            types => $"LstmRunner<{types}>.Run(_lstmWeights, inputs, steps, state, outputs);");
        Run(
            "ReadOnlySpan<float> inputs, ReadOnlySpan<int> lengths, LstmState state, Span<float> outputs",
            "LstmGuard.Lengths(lengths, state, steps);",
            types => $"LstmRunner<{types}>.Run(_lstmWeights, inputs, lengths, steps, state, outputs);");
    }

    private void Run(string parameters, string check, Func<string, string> call)
    {
        using (writer.Line().Block($"/// <inheritdoc/>\npublic void Run({parameters})"))
        {
            writer.Line("int steps = LstmGuard.Run(s_lstmShape, inputs, state, outputs);");
            if (check.Length > 0)
            {
                writer.Line(check);
            }

            Dispatch(call);
        }
    }

    /// <summary>One case an instruction set. The conditions are constants: code for other processors is never compiled.</summary>
    private void Dispatch(Func<string, string> call)
    {
        using (writer.Block("switch (_lstmKernels)"))
        {
            for (int index = 0; index < Dialect.All.Length; index++)
            {
                Dialect dialect = Dialect.All[index];
                (string first, string upper, string head) = KernelChoice.Types(model, dialect, "LstmOutputs");
                writer.Lines(index < Dialect.All.Length - 1 ? $"case {index} when {dialect.Supported}:" : "default:")
                    .Line($"    {call($"{first}, {upper}, {head}")}").Line("    break;");
            }
        }
    }

    private void PlainOutputs()
    {
        using (writer.Line().Block("// Without a head the outputs are h of the last layer.\nprivate readonly struct LstmOutputs : ILstmHeadKernel"))
        using (writer.Block("public static void Apply(ref float w, ref float h, ref float y, int rows)"))
        using (writer.Block("for (int row = 0; row < rows; row++)"))
        {
            writer.Line($"LstmRows.Copy(ref Unsafe.Add(ref h, row * {_stride}), ref Unsafe.Add(ref y, row * {model.Hidden}), {model.Hidden});");
        }
    }
}
