using LstmGen.Generator.Dialects;
using LstmGen.Generator.Networks;
using LstmGen.Generator.Specs;

namespace LstmGen.Generator.Emission.LowLatency;

/// <summary>Writes what an annotated class has for threads that share a step: the choice of kernels.</summary>
internal sealed class ModelParts(CodeWriter writer, ModelSpec model, EquatableArray<Dialect> dialects)
{
    private readonly string _interface = $"{Names.LowLatencyModel}<{model.Type.Name}>";

    internal void Write()
    {
        var network = Network.Of(model);
        using (writer.Block($"{model.Type.Declaration} : {_interface}"))
        {
            using (writer.Block($"{ToolAttributes.Code}\n{Names.StepTeam} {_interface}.CreateTeam(int members)"))
            {
                writer.Line($"{Names.StepTeam} team = null!;");
                KernelChoice.Dispatch(
                    writer, network, dialects, kernels => $"team = new {Names.StepTeam}(members, {kernels}.PartValues, {kernels}.PartOutputs);");
                writer.Line().Line("return team;");
            }

            using (writer.Line().Block($"{ToolAttributes.Code}\nvoid {_interface}.StepPart({Names.StepTeam} team, int member)"))
            {
                KernelChoice.Dispatch(writer, network, dialects, kernels => $"{kernels}.StepPart(_lstmWeights, team, member);");
            }
        }
    }
}
