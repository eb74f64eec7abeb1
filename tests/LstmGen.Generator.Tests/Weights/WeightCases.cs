
namespace LstmGen.Generator.Tests.Weights;

/// <summary>A model, the weight items of its project, and the one error they give; <c>[|...|]</c> marks where.</summary>
public sealed record WeightCase(string Id, string Message, string Source, params string[] Files)
{
    /// <summary>Model, prefix and head of each item.</summary>
    public (string Model, string Prefix, string Head) Item { get; init; } = ("M", "", "head.");

    public override string ToString() => $"{Id} {Message}";

    /// <summary>Tensors of the reference that the item names; null where it names none.</summary>
    public string? Reference { get; init; }

    internal WeightItem[] Items => [.. Files.Select((file, index) => new WeightItem(
        Item.Model, WeightCases.Content(file), index == 0 ? "w.safetensors" : $"w{index}.safetensors", Item.Prefix, Item.Head)
        {
            Reference = Reference is null ? null : WeightCases.Content(Reference),
        })];
}

/// <summary>Every way to provoke every diagnostic of weight files.</summary>
internal static class WeightCases
{
    internal const string Source = "[[|LstmGen.LstmModel(2)|]] partial class M;";
    internal const string Fits = "weight_ih_l0 F32 [8, 1]\nweight_hh_l0 F32 [8, 2]\nbias_ih_l0 F32 [8]\nbias_hh_l0 F32 [8]";

    /// <summary>A file that fits and says which network it is of.</summary>
    internal static string Of(string network) => $"__metadata__ lstmgen.network {network}\n{Fits}";

    private const string Gru = "weight_ih_l0 F32 [6, 1]\nweight_hh_l0 F32 [6, 2]\nbias_ih_l0 F32 [6]\nbias_hh_l0 F32 [6]";
    private const string Three = "'weight_ih_l0' [8, 1]; 'weight_hh_l0' [8, 2]; 'bias_ih_l0' [8]";
    private const string Found = "'weight_ih_l0' F32 [8, 1]; 'weight_hh_l0' F32 [8, 2]; 'bias_ih_l0' F32 [8]";
    private const string Shape = "1 inputs, 1 x 2 units, no head";
    private const string Network = $"{Shape}, accurate activations";

    internal static readonly WeightCase[] All =
    [
        new("LSTM011", "'w.safetensors': the file ends after 5 bytes; the 8 bytes of the header's length were expected; a whole safetensors file was expected",
            Source, "(5) " + Fits),
        new("LSTM011", "'w.safetensors': the header's length is 267; at most 92, what the file has left, was expected; a whole safetensors file was expected",
            Source, "(100) " + Fits),
        new("LSTM011", "'w.safetensors': the tensors have 160 bytes in all; the 159 that the file has after its header were expected; a whole safetensors file was expected",
            Source, "(-1) " + Fits),
        new("LSTM011", "'w.safetensors': tensor 'a' begins at byte 8 of the data; 0 was expected, without holes or overlaps; a whole safetensors file was expected",
            Source, """{"a":{"dtype":"F32","shape":[1],"data_offsets":[8,12]}}"""),
        new("LSTM011", "'w.safetensors': tensor 'a' has 4 bytes (data_offsets [0, 4]); F32 [4611686018427387904, 4] does not make as many whole bytes; a whole safetensors file was expected",
            Source, """{"a":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,4]}}"""),
        new("LSTM011", "'w.safetensors': the header is not a JSON object; '{' to '}' and spaces after it were expected; a whole safetensors file was expected",
            Source, "[]"),
        new("LSTM011", "'w.safetensors': tensor 'a\"\\ b' has no dtype; a whole safetensors file was expected",
            Source, """{"a\"\\\nb":{}}"""),

        new("LSTM012", $"'w.safetensors' lacks 'bias_hh_l0' [8], expected for 'M': {Shape}; found {Found}",
            Source, Fits.Replace("\nbias_hh_l0 F32 [8]", "", StringComparison.Ordinal)),
        new("LSTM012", $"'w.safetensors' lacks {Three}; and 1 more, expected for 'M': {Shape}; found no tensors", Source, "{}"),
        new("LSTM012", $"'w.safetensors' lacks 'head.weight' [3, 2]; 'head.bias' [3], expected for 'M': 1 inputs, 1 x 2 units, 3 outputs; "
            + "found 'lstm.weight_ih_l0' F32 [8, 1]; 'lstm.weight_hh_l0' F32 [8, 2]; 'fc.weight' F32 [3, 2]; and 3 more; Head=\"fc.\" on the item would fit",
            "[[|LstmGen.LstmModel(2, output: 3)|]] partial class M;", Under("lstm.") + "\nfc.weight F32 [3, 2]\nfc.bias F32 [3]") { Item = ("M", "lstm.", "head.") },
        new("LSTM012", $"'w.safetensors' lacks 'lstm.weight_ih_l0' [8, 1]; 'lstm.weight_hh_l0' [8, 2]; 'lstm.bias_ih_l0' [8]; and 1 more, expected for 'M': {Shape}; "
            + "found 'net.weight_ih_l0' F32 [8, 1]; 'net.weight_hh_l0' F32 [8, 2]; 'net.bias_ih_l0' F32 [8]; and 1 more; Prefix=\"net.\" on the item would fit",
            Source, Under("net.")) { Item = ("M", "lstm.", "head.") },
        new("LSTM012", "'w.safetensors' lacks 'lstm.weight_ih_l0' [8, 1]; 'lstm.weight_hh_l0' [8, 2]; 'lstm.bias_ih_l0' [8]; and 3 more, expected for 'M': 1 inputs, 1 x 2 units, 3 outputs; "
            + "found 'net.weight_ih_l0' F32 [8, 1]; 'net.weight_hh_l0' F32 [8, 2]; 'fc.weight' F32 [3, 2]; and 3 more; Prefix=\"net.\" Head=\"fc.\" on the item would fit",
            "[[|LstmGen.LstmModel(2, output: 3)|]] partial class M;", Under("net.") + "\nfc.weight F32 [3, 2]\nfc.bias F32 [3]") { Item = ("M", "lstm.", "head.") },
        new("LSTM012", "'w.safetensors' lacks 'a.weight_ih_l1' [8, 2]; 'a.weight_hh_l1' [8, 2]; 'a.bias_ih_l1' [8]; and 1 more, expected for 'M': 1 inputs, 2 x 2 units, no head; "
            + "found 'a.weight_ih_l0' F32 [8, 1]; 'a.weight_hh_l0' F32 [8, 2]; 'b.weight_ih_l0' F32 [8, 2]; and 5 more; the file has one layer each under \"a.\", \"b.\": give their tensors "
            + "one prefix and the endings _l0, _l1 and so on, as a single module of 2 layers has them",
            "[[|LstmGen.LstmModel(2, layers: 2)|]] partial class M;", Under("a.") + "\n" + Under("b.").Replace("[8, 1]", "[8, 2]", StringComparison.Ordinal)) { Item = ("M", "a.", "head.") },
        new("LSTM012", "'w.safetensors' lacks 'g.weight_ih_fgo_l0' [6, 1]; 'g.weight_hh_fgo_l0' [6, 2]; 'g.bias_ih_fgo_l0' [6]; and 1 more, expected for 'M': 1 inputs, 1 x 2 units, no head, coupled gates; "
            + "found 'gru.weight_ih_l0' F32 [6, 1]; 'gru.weight_hh_l0' F32 [6, 2]; 'gru.bias_ih_l0' F32 [6]; and 1 more; "
            + "under \"gru.\" 'gru.weight_hh_l0' is 3 x 2 by 2: a GRU, not an LSTM; rows f, g, o of coupled gates are named 'weight_hh_fgo_l0' and so on",
            "[[|LstmGen.LstmModel(2, CoupledGates = LstmGen.LstmCoupledGates.InputFromForget)|]] partial class M;", Under("gru.", Gru)) { Item = ("M", "g.", "head.") },

        new("LSTM013", $"'w.safetensors' has 'extra' I8 [3], not used by 'M': {Shape}; only {Three}; and 1 more expected", Source, Fits + "\nextra I8 [3]"),
        new("LSTM013", $"'w.safetensors' has 'head.weight' F32 [1, 2], not used by 'M': {Shape} (output is 0: no head); only {Three}; and 1 more expected",
            Source, Fits + "\nhead.weight F32 [1, 2]"),
        new("LSTM013", $"'w.safetensors' has 'peephole_i_l0' F32 [2], not used by 'M': {Shape} (Peepholes is false); only {Three}; and 1 more expected",
            Source, Fits + "\npeephole_i_l0 F32 [2]"),
        new("LSTM013", "'w.safetensors' has 'bias_ih_l0' F32 [8]; 'bias_hh_l0' F32 [8], not used by 'M': 1 inputs, 1 x 2 units, no head, no bias (Bias is false); "
            + "only 'weight_ih_l0' [8, 1]; 'weight_hh_l0' [8, 2] expected",
            "[[|LstmGen.LstmModel(2, Bias = false)|]] partial class M;", Fits),
        new("LSTM013", $"'w.safetensors' has 'weight_ih_l0_reverse' F32 [8, 1], not used by 'M': {Shape} (the model is not bidirectional); only {Three}; and 1 more expected",
            Source, Fits + "\nweight_ih_l0_reverse F32 [8, 1]"),

        new("LSTM013", $"'w.safetensors' has 'initial_hidden_l0' F32 [2], not used by 'M': {Shape} (LearnedInitialState is false); only {Three}; and 1 more expected",
            Source, Fits + "\ninitial_hidden_l0 F32 [2]"),
        new("LSTM012", $"'w.safetensors' lacks 'initial_cell_l0' [2], expected for 'M': {Shape}, learned initial state; found {Found}; and 2 more",
            "[[|LstmGen.LstmModel(2, LearnedInitialState = true)|]] partial class M;", Fits + "\ninitial_hidden_l0 F32 [2]"),

        new("LSTM014", $"'w.safetensors': 'weight_hh_l0' is [8, 3], [8, 2] was expected for 'M': {Shape}", Source, Fits.Replace("[8, 2]", "[8, 3]", StringComparison.Ordinal)),
        new("LSTM014", $"'w.safetensors': 'bias_ih_l0' is [8, 1], [8] was expected; 'bias_hh_l0' is [8, 1], [8] was expected for 'M': {Shape}",
            Source, Fits.Replace("[8]", "[8, 1]", StringComparison.Ordinal)),
        new("LSTM014", $"'w.safetensors': 'weight_hh_l0' is [2, 8], [8, 2] was expected (it is transposed, as Keras keeps it) for 'M': {Shape}",
            Source, Fits.Replace("[8, 2]", "[2, 8]", StringComparison.Ordinal)),
        new("LSTM014", "'w.safetensors': 'weight_ih_l0' is [6, 1], [8, 1] was expected; 'weight_hh_l0' is [6, 2], [8, 2] was expected; 'bias_ih_l0' is [6], [8] was expected; "
            + $"and 1 more for 'M': {Shape}; 'weight_hh_l0' is 3 x 2 by 2: a GRU, not an LSTM; rows f, g, o of coupled gates are named 'weight_hh_fgo_l0' and so on",
            Source, Gru),

        new("LSTM015", "'w.safetensors': 'weight_hh_l0' is F64; F32, F16 or BF16 was expected", Source, Fits.Replace("F32 [8, 2]", "F64 [8, 2]", StringComparison.Ordinal)),
        new("LSTM015", "'w.safetensors': 'weight_hh_l0' is I8 without 'weight_hh_l0.scale' F32 [8]; F32, F16 or BF16 was expected", Source, Fits.Replace("F32 [8, 2]", "I8 [8, 2]", StringComparison.Ordinal)),
        new("LSTM015", "'w.safetensors': 'bias_ih_l0' is I32; 'bias_hh_l0' is I32; F32, F16 or BF16 was expected", Source, Fits.Replace("F32 [8]", "I32 [8]", StringComparison.Ordinal)),

        new("LSTM024", $"'w.safetensors' is of {Network}, hard sigmoid gates; 'M' is {Network}", Source, Of("""[{"LstmModel":{"hidden":2,"GateActivation":"HardSigmoid"}}]""")),
        new("LSTM024", $"'w.safetensors' is of {Network}; 'M' is {Network}, pre-activations clipped at 3.5", "[[|LstmGen.LstmModel(2, Clip = 3.5f)|]] partial class M;", Of("""[{"LstmModel":{"hidden":2}}]""")),
        new("LSTM024", $"'w.safetensors' is of {Network}, pre-activations clipped at 4; 'M' is {Network}", Source, Of("""[{"LstmModel":{"hidden":2,"Clip":4.0}}]""")),
        new("LSTM024", $"'w.safetensors' is of a network that this version does not know, '[{{\"LstmModel\":{{\"hidden\":2,\"Klip\":4.0}}}}]'; 'M' is {Network}", Source, Of("""[{"LstmModel":{"hidden":2,"Klip":4.0}}]""")),
        new("LSTM024", $"'w.safetensors' is of a network that this version does not know, 'something else'; 'M' is {Network}", Source, Of("something else")),

        new("LSTM017", "'M' has the weight files 'w.safetensors' and 'w1.safetensors'; one was expected", Source, Fits, Fits),

        WrongReference("'inputs' F32 [4, 3, 2] was found; [steps, batch, 1] or [steps, 1] was expected", "inputs F32 [4, 3, 2]\noutputs F32 [4, 3, 2]"),
        WrongReference("'inputs' F32 [4] was found; [steps, batch, 1] or [steps, 1] was expected", "inputs F32 [4]\noutputs F32 [4]"),
        WrongReference("'inputs' F32 [0, 1] was found; [steps, batch, 1] or [steps, 1] was expected", "inputs F32 [0, 1]\noutputs F32 [0, 2]"),
        WrongReference("'inputs' I32 [4, 1] was found; F32 or F16 or BF16 was expected", "inputs I32 [4, 1]\noutputs F32 [4, 2]"),
        WrongReference("'outputs' F32 [4, 1] was found; [4, 2] was expected", "inputs F32 [4, 1]\noutputs F32 [4, 1]"),
        WrongReference("'outputs' F32 [4, 2] was found; [4, 3, 2] was expected", "inputs F32 [4, 3, 1]\noutputs F32 [4, 2]"),
        WrongReference("it lacks outputs", "inputs F32 [4, 1]"),
        WrongReference("it lacks inputs", "outputs F32 [4, 2]"),
        WrongReference("it has 'targets' F32 [1]; inputs, outputs, lengths, h0, c0, tolerance were expected", "inputs F32 [4, 1]\noutputs F32 [4, 2]\ntargets F32 [1]"),
        WrongReference("'lengths' I64 [2] was found; [3] was expected", "inputs F32 [4, 3, 1]\noutputs F32 [4, 3, 2]\nlengths I64 [2]"),
        WrongReference("'lengths' F32 [3] was found; I32 or I64 was expected", "inputs F32 [4, 3, 1]\noutputs F32 [4, 3, 2]\nlengths F32 [3]"),
        WrongReference("'h0' F32 [1, 2] was found; [1, 1, 2] was expected", "inputs F32 [4, 1]\noutputs F32 [4, 2]\nh0 F32 [1, 2]\nc0 F32 [1, 1, 2]"),
        WrongReference("it has c0 and no h0; both or neither were expected", "inputs F32 [4, 1]\noutputs F32 [4, 2]\nc0 F32 [1, 1, 2]"),
        WrongReference("'tolerance' F32 [2] was found; [1] was expected", "inputs F32 [4, 1]\noutputs F32 [4, 2]\ntolerance F32 [2]"),
        new("LSTM011", "'reference.safetensors': the file ends after 5 bytes; the 8 bytes of the header's length were expected; a whole safetensors file was expected", Source, Fits)
        {
            Reference = "(5) inputs F32 [4, 1]",
        },

        new("LSTM005", "'Pretrained' collides with 'Pretrained', which the generator declares in 'M'; rename it",
            "[LstmGen.LstmModel(2)] partial class M { public static M? [|Pretrained|] => null; }", Fits),
        new("LSTM005", "'LstmPretrained' collides with 'LstmPretrained', which the generator declares in 'M'; rename it",
            "[LstmGen.LstmModel(2)] partial class M { void [|LstmPretrained|]() { } }", Fits),
        new("LSTM005", "'B.Pretrained' collides with 'Pretrained', which the generator declares in 'M'; rename it",
            "class B { public int Pretrained = 1; }\n[LstmGen.LstmModel(2)] partial class [|M|] : B;", Fits),
        new("LSTM005", "'Pretrained' collides with 'Pretrained', which the generator declares in 'Pretrained'; rename it",
            "[LstmGen.LstmModel(2)] partial class [|Pretrained|];", Fits) { Item = ("Pretrained", "", "head.") },
    ];

    private static WeightCase WrongReference(string message, string reference)
        => new("LSTM018", $"'reference.safetensors': {message} for 'M': {Shape}", Source, Fits) { Reference = reference };

    private static string Under(string prefix, string file = Fits) => string.Join("\n", file.Split('\n').Select(line => prefix + line));

    /// <summary>Tensors a line each, after "(n) " the first n bytes of such a file or all but the last -n, or a header as it is.</summary>
    internal static byte[] Content(string file)
    {
        if (file[0] is '{' or '[')
        {
            return WeightFiles.Of(file, new byte[file.Contains("[8,12]", StringComparison.Ordinal) ? 12 : file.Contains("[0,4]", StringComparison.Ordinal) ? 4 : 0]);
        }

        if (file[0] != '(')
        {
            return WeightFiles.Of(file);
        }

        int end = file.IndexOf(')', StringComparison.Ordinal);
        int bytes = int.Parse(file[1..end], System.Globalization.CultureInfo.InvariantCulture);
        byte[] whole = WeightFiles.Of(file[(end + 1)..]);
        return whole[..(bytes < 0 ? whole.Length + bytes : bytes)];
    }
}
