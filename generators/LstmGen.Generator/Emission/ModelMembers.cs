using LstmGen.Generator.Dialects;
using LstmGen.Generator.Options;
using LstmGen.Generator.Planning;
using LstmGen.Generator.Specs;

namespace LstmGen.Generator.Emission;

/// <summary>Writes the members of an annotated class: construction, dispatch to the kernels of the instruction set, the step.</summary>
internal sealed class ModelMembers(CodeWriter writer, ModelSpec model, EquatableArray<Dialect> dialects)
{
    private const string Hot = $"[{Names.MethodImpl}({Names.MethodImplOptions}.AggressiveOptimization)]";

    private const string Floats = $"{Names.ReadOnlySpan}<float>";

    private const string KernelParameters = "TFirst, TUpper, THead";

    private readonly string _name = model.Type.Name;
    private readonly int _stride = RowLayout.Stride(model.Hidden);

    internal void Write()
    {
        using (writer.Block($"""
            /// <remarks>LSTM: {OptionTexts.Tensors(model)}.</remarks>
            {model.Type.Declaration} : {Names.Model}<{_name}>
            """))
        {
            Fields();
            Construction();
            Step();
            Runs();
            Facts();
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
            private readonly {Names.PackedWeights} _lstmWeights;
            private readonly int _lstmKernels;

            /// <inheritdoc/>
            {ToolAttributes.Code}
            public static {Names.Shape} Shape
            """);
        using (writer.Block())
        using (writer.Block("get"))
        {
            writer.Line(ContractCheck.Statement(model.Type)).Line("return LstmFacts.Shape;");
        }

        using (writer.Line().Block($"""
            /// <inheritdoc/>
            {ToolAttributes.Code}
            public static {Names.ReadOnlyList}<string> KernelSets
            """))
        using (writer.Block("get"))
        {
            writer.Line($"{Names.List}<string> names = new {Names.List}<string>();");
            foreach (Dialect dialect in dialects)
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

    private void Switch(string property, Func<Dialect, string> value)
    {
        writer.Lines($"""

            /// <inheritdoc/>
            {ToolAttributes.Code}
            public string {property} => _lstmKernels switch
            """).Line("{");
        for (int index = 0; index < dialects.Count; index++)
        {
            writer.Lines($"    {(index < dialects.Count - 1 ? $"{index}" : "_")} => {value(dialects[index])},");
        }

        writer.Line("};");
    }

    private void Construction()
    {
        using (writer.Block($"""
            /// <summary>A model with these weights, on the best kernel set of this processor.</summary>
            /// <param name="weights">Named tensors or random values; copied, so they may change or go afterwards.</param>
            /// <exception cref="{Names.FormatException}">The weights do not fit <see cref="Shape"/>.</exception>
            {ToolAttributes.Code}
            public {_name}({Names.Weights} weights)
                : this(weights, null)
            """))
        {
        }

        using (writer.Line().Block($"""
            /// <summary>A model with these weights, on one of <see cref="KernelSets"/>; all give the same bits.</summary>
            /// <param name="weights">Named tensors or random values; copied, so they may change or go afterwards.</param>
            /// <param name="kernelSet">A name of <see cref="KernelSets"/>, or null for the best.</param>
            /// <exception cref="{Names.FormatException}">The weights do not fit <see cref="Shape"/>.</exception>
            /// <exception cref="{Names.ArgumentException}">This processor has no such kernel set.</exception>
            {ToolAttributes.Code}
            public {_name}({Names.Weights} weights, string? kernelSet)
            """))
        {
            writer.Line(ContractCheck.Statement(model.Type)).Line("_lstmWeights = LstmPack(weights, kernelSet, out _lstmKernels);");
        }

        using (writer.Line().Block($"{ToolAttributes.Code}\nprivate static {Names.PackedWeights} LstmPack({Names.Weights} weights, string? kernelSet, out int kernels)"))
        {
            writer.Line($"{Names.ArgumentNullException}.ThrowIfNull(weights);").Line($"{Names.Parameters} parameters = weights.Bind(LstmFacts.Shape);");
            for (int index = 0; index < dialects.Count; index++)
            {
                Dialect dialect = dialects[index];
                using (writer.Block($"if ({KernelChoice.Condition(dialect)})"))
                {
                    (string first, string upper, _) = KernelChoice.Types(model, dialect, "");
                    writer.Line($"kernels = {index};").Line($"return new {Names.PackedWeights}(LstmFacts.Shape, parameters, {first}.Panels, {upper}.Panels);");
                }

                writer.Line();
            }

            writer.Line(KernelChoice.Refusal("kernelSet", dialects));
        }

        using (writer.Line().Block($"""
            /// <inheritdoc/>
            {ToolAttributes.Code}
            public static {_name} Create({Names.Weights} weights) => new {_name}(weights);

            /// <inheritdoc/>
            {ToolAttributes.Code}
            public static {_name} Create({Names.Weights} weights, string kernelSet)
            """))
        {
            writer.Line($"{Names.ArgumentNullException}.ThrowIfNull(kernelSet);").Line($"return new {_name}(weights, kernelSet);");
        }

        writer.Lines($"""

            /// <inheritdoc/>
            {ToolAttributes.Code}
            public {Names.State} CreateState(int batch = 1) => new {Names.State}(LstmFacts.Shape, batch);
            """);
    }

    /// <summary>A type of its own: an initialiser of the class would count as code of the user's half.</summary>
    private void Facts()
    {
        using (writer.Line().Block($"{ToolAttributes.Code}\nprivate static class LstmFacts"))
        {
            writer.Lines($"""
                internal static readonly {Names.Shape} Shape = new(
                    {OptionTexts.Shape(model)});
                """);
        }
    }

    private void Step()
    {
        using (writer.Line().Block($"""
            /// <inheritdoc/>
            {Hot}
            {ToolAttributes.Code}
            public void Step({Floats} input, {Names.State} state, {Names.Span}<float> output)
            """))
        {
            writer.Line($"{Names.PackedWeights} weights = _lstmWeights;")
                .Line($"{Names.Guard}.Step(weights.Shape, {model.Input}, {OutputSize}, input, state, output);")
                .Line($"ref float x = ref {Names.MemoryMarshal}.GetReference(input);")
                .Line($"ref float y = ref {Names.MemoryMarshal}.GetReference(output);")
                .Line("ref float memory = ref state.Enter();");
            Dispatch(types => $"LstmStep<{types}>(weights, ref x, ref memory, ref y{(Turns ? $", {Names.StepScratch}.FromEnd()" : "")});");
            writer.Line().Line("state.Leave();");
        }

        using (writer.Line().Block($"""
            // State: h of the layers, then c of the layers, {_stride} floats each. Scratch: sums, then h after a step that cannot write over h.
            {Hot}
            {ToolAttributes.Code}
            private static void LstmStep<{KernelParameters}>({Names.PackedWeights} weights, ref float x, ref float state, ref float y{(Turns ? ", bool fromEnd" : "")})
                where TFirst : struct, {Names.LayerKernels}
                where TUpper : struct, {Names.LayerKernels}
                where THead : struct, {Names.HeadKernel}
            """))
        {
            writer.Line(model.Layers == 1
                ? $"ref float scratch = ref {Names.StepScratch}.Take(TFirst.StepScratch);"
                : $"ref float scratch = ref {Names.StepScratch}.Take(TFirst.StepScratch > TUpper.StepScratch ? TFirst.StepScratch : TUpper.StepScratch);").Line();
            for (int layer = 0; layer < model.Layers; layer++)
            {
                Layer(layer);
            }

            writer.Line($"THead.Apply(ref {At("weights.Memory", "weights.Head")}, ref h{model.Layers - 1}, ref y, 1);");
        }
    }

    private static string At(string place, string offset) => offset == "0" ? place : $"{Names.Unsafe}.Add(ref {place}, {offset})";

    /// <summary>Whether steps of some layer go through its units in turn forwards and backwards.</summary>
    private bool Turns => Planner.Turns(model.First) || (model.Upper != null && Planner.Turns(model.Upper));

    private void Layer(int layer)
    {
        string kernels = layer == 0 ? "TFirst" : "TUpper";
        writer.Lines($"""
            ref float h{layer} = ref {At("state", $"{layer * _stride}")};
            ref float after{layer} = ref {kernels}.StepsInPlace ? ref h{layer} : ref {At("scratch", $"{kernels}.StepScratch - {_stride}")};
            {kernels}.Step(
                ref {At("weights.Memory", layer == 0 ? "0" : $"weights.Layer({layer})")}, ref {(layer == 0 ? "x" : $"h{layer - 1}")},
                ref scratch, ref h{layer}, ref after{layer}, ref {At("state", $"{(model.Layers + layer) * _stride}")}, {(Turns ? "fromEnd" : "false")});
            """);
        using (writer.Block($"if (!{kernels}.StepsInPlace)"))
        {
            // All that kernels write on every instruction set; padding past it stays zero.
            writer.Line($"{Names.Rows}.Copy(ref after{layer}, ref h{layer}, {(model.Hidden + 3) / 4 * 4});");
        }

        writer.Line();
    }

    private void Runs()
    {
        Run(
            $"{Floats} inputs, {Names.State} state, {Names.Span}<float> outputs", "",
            types => $"{Names.Runner}<{types}>.Run(_lstmWeights, inputs, steps, state, outputs);");
        Run(
            $"{Floats} inputs, {Names.ReadOnlySpan}<int> lengths, {Names.State} state, {Names.Span}<float> outputs",
            $"{Names.Guard}.Lengths(lengths, state, steps);",
            types => $"{Names.Runner}<{types}>.Run(_lstmWeights, inputs, lengths, steps, state, outputs);");
    }

    private void Run(string parameters, string check, Func<string, string> call)
    {
        using (writer.Line().Block($"/// <inheritdoc/>\n{ToolAttributes.Code}\npublic void Run({parameters})"))
        {
            writer.Line($"int steps = {Names.Guard}.Run(_lstmWeights.Shape, inputs, state, outputs);");
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
            for (int index = 0; index < dialects.Count; index++)
            {
                Dialect dialect = dialects[index];
                (string first, string upper, string head) = KernelChoice.Types(model, dialect, "LstmOutputs");
                writer.Lines(index < dialects.Count - 1 ? $"case {index} when {dialect.Supported}:" : "default:")
                    .Line($"    {call($"{first}, {upper}, {head}")}").Line("    break;");
            }
        }
    }

    private void PlainOutputs()
    {
        using (writer.Line().Block($"// Without a head the outputs are h of the last layer.\n{ToolAttributes.Code}\nprivate readonly struct LstmOutputs : {Names.HeadKernel}"))
        using (writer.Block("public static void Apply(ref float w, ref float h, ref float y, int rows)"))
        using (writer.Block("for (int row = 0; row < rows; row++)"))
        {
            writer.Line($"{Names.Rows}.Copy(ref {At("h", $"row * {_stride}")}, ref {At("y", $"row * {model.Hidden}")}, {model.Hidden});");
        }
    }
}
