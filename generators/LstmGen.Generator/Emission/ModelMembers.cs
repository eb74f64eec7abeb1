using LstmGen.Generator.Dialects;
using LstmGen.Generator.Networks;
using LstmGen.Generator.Options;
using LstmGen.Generator.Specs;

namespace LstmGen.Generator.Emission;

/// <summary>Writes the members of an annotated class: construction, dispatch to the kernels of the instruction set, the step.</summary>
internal sealed class ModelMembers(CodeWriter writer, ModelSpec model, EquatableArray<Dialect> dialects)
{
    private const string Hot = $"[{Names.MethodImpl}({Names.MethodImplOptions}.AggressiveOptimization)]";

    private const string Floats = $"{Names.ReadOnlySpan}<float>";

    private readonly string _name = model.Type.Name;
    private readonly Network _network = Network.Of(model);

    internal void Write()
    {
        using (writer.Block($"""
            /// <remarks>LSTM: {OptionTexts.Tensors(model)}.</remarks>
            {model.Type.Declaration} : {(_network.Streams ? Names.StreamingModel : Names.Model)}<{_name}>
            """))
        {
            Fields();
            Construction();
            if (_network.Streams)
            {
                Step();
            }

            Runs();
            Facts();
        }
    }

    private void Fields()
    {
        writer.Lines($"""
            private readonly {Names.PackedWeights} _lstmWeights;
            private readonly int _lstmKernels;{(model.Tokens > 0 ? $"\nprivate readonly {Names.TokenTable} _lstmTokens;" : "")}

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
            writer.Line(ContractCheck.Statement(model.Type)).Line($"_lstmWeights = LstmPack(weights, kernelSet, out _lstmKernels{(model.Tokens > 0 ? ", out _lstmTokens" : "")});");
        }

        using (writer.Line().Block($"{ToolAttributes.Code}\nprivate static {Names.PackedWeights} LstmPack({Names.Weights} weights, string? kernelSet, out int kernels{(model.Tokens > 0 ? $", out {Names.TokenTable} tokens" : "")})"))
        {
            writer.Line($"{Names.ArgumentNullException}.ThrowIfNull(weights);").Line($"{Names.Parameters} parameters = weights.Bind(LstmFacts.Shape);");
            for (int index = 0; index < dialects.Count; index++)
            {
                Dialect dialect = dialects[index];
                using (writer.Block($"if ({KernelChoice.Condition(dialect)})"))
                {
                    string packed = $"new {Names.PackedWeights}(LstmFacts.Shape, parameters, {KernelChoice.Network(_network, dialect)}.Layout);";
                    writer.Line($"kernels = {index};").Lines(model.Tokens == 0 ? $"return {packed}" : $"""
                        {Names.PackedWeights} packed = {packed}
                        tokens = new {Names.TokenTable}(packed, parameters{(Network.FoldsTokens(model) ? $", {KernelChoice.Network(Network.OfTokens(model), dialect)}.Layout" : "")});
                        return packed;
                        """);
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
            public {Names.State} CreateState(int batch = 1) => {(_network.Parts.Any(part => part.Part.Cell.LearnsInitialStates) ? "_lstmWeights.CreateState(batch)" : $"new {Names.State}(LstmFacts.Shape, batch)")};
            """);
    }

    /// <summary>A type of its own: an initialiser of the class would count as code of the user's half.</summary>
    private void Facts()
    {
        using (writer.Line().Block($"{ToolAttributes.Code}\nprivate static class LstmFacts"))
        {
            string properties = OptionTexts.ShapeProperties(model);
            writer.Lines($"""
                internal static readonly {Names.Shape} Shape = new(
                    {OptionTexts.Shape(model)}){(properties.Length > 0 ? $" {{ {properties} }}" : "")};
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
                .Line($"{Names.Guard}.Step(weights.Shape, {model.Input}, {_network.OutputSize}, input, state, output);")
                .Line($"ref float x = ref {Names.MemoryMarshal}.GetReference(input);")
                .Line($"ref float y = ref {Names.MemoryMarshal}.GetReference(output);")
                .Line("ref float memory = ref state.Enter();");
            KernelChoice.Dispatch(writer, _network, dialects, network => $"{network}.Step(weights, ref x, ref memory, ref y{KernelChoice.Turn(_network)});");
            writer.Line().Line("state.Leave();");
        }
    }

    private void Runs()
    {
        Run(
            $"{Floats} inputs, {Names.State} state, {Names.Span}<float> outputs", "",
            network => $"{Names.Runner}<{network}>.Run(_lstmWeights, inputs, steps, state, outputs);");
        Run(
            $"{Floats} inputs, {Names.ReadOnlySpan}<int> lengths, {Names.State} state, {Names.Span}<float> outputs",
            $"{Names.Guard}.Lengths(lengths, state, steps);",
            network => $"{Names.Runner}<{network}>.Run(_lstmWeights, inputs, lengths, steps, state, outputs);");
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

            KernelChoice.Dispatch(writer, _network, dialects, call);
        }
    }
}
