using LstmGen.Generator.Dialects;
using LstmGen.Generator.Networks;
using LstmGen.Generator.Specs;

namespace LstmGen.Generator.Emission;

/// <summary>Writes the members of an annotated class that take tokens.</summary>
internal sealed class TokenMembers(CodeWriter writer, ModelSpec model, EquatableArray<Dialect> dialects)
{
    private const string Tokens = $"{Names.ReadOnlySpan}<int>";

    private readonly Network _network = Network.OfTokens(model);

    internal void Write()
    {
        using (writer.Block($"{model.Type.Declaration} : {(_network.Streams ? Names.StreamingTokenModel : Names.TokenModel)}<{model.Type.Name}>"))
        {
            if (_network.Streams)
            {
                Step();
            }

            Run($"{Tokens} tokens", "tokens");
            Run($"{Tokens} tokens, {Tokens} lengths", "tokens, lengths");
        }
    }

    private void Step()
    {
        using (writer.Block($"""
            /// <inheritdoc/>
            [{Names.MethodImpl}({Names.MethodImplOptions}.AggressiveOptimization)]
            {ToolAttributes.Code}
            public void Step(int token, {Names.State} state, {Names.Span}<float> output)
            """))
        {
            writer.Line($"{Names.TokenTable} table = _lstmTokens;")
                .Line($"{Names.TokenGuard}.Step(_lstmWeights.Shape, {model.Tokens}, {_network.OutputSize}, token, state, output);")
                .Line("ref float x = ref table.Row(token);")
                .Line($"ref float y = ref {Names.MemoryMarshal}.GetReference(output);")
                .Line("ref float memory = ref state.Enter();");
            KernelChoice.Dispatch(writer, _network, dialects, network => $"{network}.Step(table.Weights, ref x, ref memory, ref y{KernelChoice.Turn(_network)});");
            writer.Line().Line("state.Leave();");
        }
    }

    private void Run(string parameters, string arguments)
    {
        using (writer.Line().Block($"/// <inheritdoc/>\n{ToolAttributes.Code}\npublic void Run({parameters}, {Names.State} state, {Names.Span}<float> outputs)"))
        {
            writer.Line($"int steps = {Names.TokenGuard}.Run(_lstmWeights.Shape, {arguments}, state, outputs);");
            KernelChoice.Dispatch(writer, _network, dialects, network => $"{Names.TokenRunner}<{network}>.Run(_lstmTokens, {arguments}, steps, state, outputs);");
        }
    }
}
