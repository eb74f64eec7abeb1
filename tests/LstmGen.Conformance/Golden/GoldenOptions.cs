using System.Text.Json;

namespace LstmGen.Conformance.Golden;

/// <summary>The options of a cell that an entry of the index describes.</summary>
internal static class GoldenOptions
{
    internal static LstmCellOptions Of(JsonElement entry)
    {
        string cell = entry.TryGetProperty("cell", out JsonElement kind) ? kind.GetString()! : "";
        JsonElement attributes = entry.TryGetProperty("attrs", out JsonElement some) ? some : default;
        LstmCellOptions options = new()
        {
            Peepholes = cell == "peephole" || (entry.TryGetProperty("peephole", out JsonElement peephole) && peephole.GetBoolean()),
            CoupledGates = cell == "cifg_i_from_f" ? LstmCoupledGates.InputFromForget : Number(attributes, "input_forget") == 1 ? LstmCoupledGates.ForgetFromInput : default,
            Clip = Number(attributes, "clip"),
            CellClip = Number(entry, "cell_clip"),
        };
        return attributes.ValueKind == JsonValueKind.Object && attributes.TryGetProperty("activations", out JsonElement names) ? options with
        {
            GateActivation = Activation(names[0]),
            GateAlpha = Constant("activation_alpha", 0),
            GateBeta = Constant("activation_beta", 0),
            CandidateActivation = Activation(names[1]),
            CandidateAlpha = Constant("activation_alpha", 1),
            CandidateBeta = Constant("activation_beta", 1),
            OutputActivation = Activation(names[2]),
            OutputAlpha = Constant("activation_alpha", 2),
            OutputBeta = Constant("activation_beta", 2),
        }
        : options;

        // 0 stands for nothing in these lists.
        float Constant(string name, int index) => attributes.GetProperty(name)[index].GetSingle() is not 0 and float value ? value : float.NaN;
    }

    private static LstmActivation Activation(JsonElement name) => Enum.Parse<LstmActivation>(name.GetString()!);

    private static float Number(JsonElement element, string name)
        => element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out JsonElement value) ? value.GetSingle() : 0;
}
