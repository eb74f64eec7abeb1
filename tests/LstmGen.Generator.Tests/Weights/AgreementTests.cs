using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using LstmGen.Build;
using LstmGen.Formats;
using LstmGen.Generator.Specs;
using LstmGen.Generator.Weights;

namespace LstmGen.Generator.Tests.Weights;

/// <summary>The compiler's check of a weight file and the library's, which share no code, say the same.</summary>
public partial class AgreementTests
{
    [Property(MaxTest = 300, Arbitrary = [typeof(Mutation)])]
    public void Valid_headers_are_read_alike(ValidFile file) => Assert.True(AgreeOnHeader(file.Bytes));

    [Property(MaxTest = 4000, Arbitrary = [typeof(Mutation)])]
    public void Mutated_headers_are_refused_or_read_alike(Mutation mutation) => AgreeOnHeader(mutation.File);

    [Property(MaxTest = 500)]
    public void The_same_prefixes_are_proposed(DoNotSize<int> seed) => AgreeOnPrefixes(seed.Item);

    [Property(MaxTest = 1500)]
    public void Saved_weights_of_random_shapes_pass_and_mutated_ones_fail_both(DoNotSize<int> seed) => AgreeOnMutated(seed.Item);

    /// <summary>Enough is refused, accepted and proposed for the properties to say something.</summary>
    [Fact]
    public void The_cases_are_worth_something()
    {
        const int Cases = 200;
        Assert.InRange(Mutation.Mutated.Sample(Cases).Count(mutation => AgreeOnHeader(mutation.File)), Cases / 20, (Cases / 2) - 1);
        Assert.InRange(Enumerable.Range(0, Cases).Count(AgreeOnPrefixes), (Cases / 4) + 1, Cases);
        Assert.InRange(Enumerable.Range(0, Cases).Count(seed => !AgreeOnMutated(seed)), (Cases / 2) + 1, Cases);
    }

    /// <returns>Whether a prefix is proposed.</returns>
    private static bool AgreeOnPrefixes(int seed)
    {
        var random = new Random(seed);
        LstmShape shape = RandomShape(random);
        string[] prefixes = ["", "lstm.", "a.b.", "net"], heads = ["head.", "fc.", "a."];
        string Draw(string[] from) => from[random.Next(from.Length)];
        (string prefix, string head) = (Draw(prefixes), Draw(heads));
        List<SafetensorsTensor> tensors = [.. LstmWeights.Random((ulong)(uint)seed).Bind(shape).ToTensors(prefix, head)];
        if (random.Next(3) == 0)
        {
            Mutate(tensors, prefix, head, random);
        }

        (string given, string givenHead) = (Draw(prefixes), Draw(heads));
        (string[] faults, string? error) = Check(shape, tensors, given, givenHead);
        string atBuild = faults.Select(fault => Proposed().Match(fault).Value).FirstOrDefault(found => found.Length > 0) ?? "";
        string atLoad = Proposed().Match(error ?? "").Value;
        Assert.Equal(atLoad, atBuild.Replace("Prefix=", "prefix: ", StringComparison.Ordinal).Replace("\" Head=", "\", head: ", StringComparison.Ordinal)
            .Replace("Head=", "head: ", StringComparison.Ordinal).Replace(" on the item", "", StringComparison.Ordinal));
        return atLoad.Length > 0;
    }

    /// <returns>Whether the mutated tensors are good weights still.</returns>
    private static bool AgreeOnMutated(int seed)
    {
        var random = new Random(seed);
        LstmShape shape = RandomShape(random);
        string prefix = random.Next(3) switch { 0 => "", 1 => "lstm.", _ => "head" };
        string head = random.Next(3) switch { 0 => "head.", 1 => "fc.", _ => "" };
        bool cell = shape.Layers == 1 && random.Next(3) == 0;
        List<SafetensorsTensor> tensors = [.. LstmWeights.Random((ulong)(uint)seed).Bind(shape).ToTensors(prefix, head).Select(tensor => Form(tensor, cell, random))];
        Assert.True(AgreeOnWeights(shape, tensors, prefix, head));

        for (int count = random.Next(1, 3); count > 0; count--)
        {
            Mutate(tensors, prefix, head, random);
        }

        return AgreeOnWeights(shape, tensors, prefix, head);
    }

    private static bool AgreeOnHeader(byte[] bytes)
    {
        WeightHeader header = WeightHeaderReader.Read(HeaderText.Describe(new MemoryStream(bytes)));
        try
        {
            SafetensorsFile file = SafetensorsFile.Parse(bytes);
            Assert.Null(header.Error);
            Assert.Equal(file.Tensors.Select(tensor => tensor.Name), header.Tensors.Select(tensor => tensor.Name));
            Assert.Equal(file.Tensors.Select(tensor => tensor.Dtype.FormatName()), header.Tensors.Select(tensor => tensor.Dtype));
            Assert.Equal(file.Tensors.Select(tensor => tensor.Shape), header.Tensors.Select(tensor => (IReadOnlyList<long>)[.. tensor.Shape]));
            return true;
        }
        catch (LstmFormatException error)
        {
            Assert.True(header.Error is { Length: > 10 and < 3000 }, $"{error.Message} / {header.Error}");
            return false;
        }
    }

    private static bool AgreeOnWeights(LstmShape shape, List<SafetensorsTensor> tensors, string prefix, string head)
    {
        (string[] faults, string? error) = Check(shape, tensors, prefix, head);
        Assert.True(error is null == (faults.Length == 0), $"{error} / {string.Join(" / ", faults)}");
        return error is null;
    }

    /// <summary>What the build finds wrong, and what loading does.</summary>
    private static (string[] Faults, string? Error) Check(LstmShape shape, List<SafetensorsTensor> tensors, string prefix, string head)
    {
        using var stream = new MemoryStream();
        SafetensorsWriter.Write(stream, tensors);
        var model = new ModelSpec(
            new TypeSpec("", default, "partial class M", "M", "M", "M"), shape.Hidden, shape.Layers, shape.Input, shape.Output, shape.Bias,
            ActivationKind.Accurate, UnrollKind.Auto, new CellSpec(shape.CellOptions.Peepholes, (CoupledKind)shape.CellOptions.CoupledGates));
        WeightHeader header = WeightHeaderReader.Read(HeaderText.Describe(new MemoryStream(stream.ToArray())));
        string[] faults = [.. WeightCheck.Faults(model, new WeightFile("M", "w", prefix, head, "", header)).Select(fault => string.Join(" | ", fault.Arguments))];
        try
        {
            LstmWeights.From(SafetensorsFile.Parse(stream.ToArray()), prefix, head).Bind(shape);
            return (faults, null);
        }
        catch (LstmFormatException error)
        {
            return (faults, error.Message);
        }
    }

    [GeneratedRegex("; [^;]* would fit[^.;|]*")]
    private static partial Regex Proposed();

    private static LstmShape RandomShape(Random random) => new(
        random.Next(1, 5), random.Next(1, 6), random.Next(1, 4), random.Next(2) * random.Next(1, 4), random.Next(4) > 0,
        CellOptions: new() { Peepholes = random.Next(3) == 0, CoupledGates = (LstmCoupledGates)Math.Max(0, random.Next(5) - 2) });

    private static SafetensorsTensor Form(SafetensorsTensor tensor, bool cell, Random random)
    {
        string name = cell ? tensor.Name.Replace("_l0", "", StringComparison.Ordinal) : tensor.Name;
        SafetensorsDtype dtype = random.Next(4) switch { 0 => SafetensorsDtype.F16, 1 => SafetensorsDtype.BF16, _ => SafetensorsDtype.F32 };
        return Zeros(name, dtype, [.. tensor.Shape]);
    }

    private static SafetensorsTensor Zeros(string name, SafetensorsDtype dtype, long[] shape)
        => new(name, dtype, shape, new byte[shape.Aggregate(dtype.BitsPerElement() / 8L, (product, dimension) => product * dimension)]);

    private static void Mutate(List<SafetensorsTensor> tensors, string prefix, string head, Random random)
    {
        if (tensors.Count == 0)
        {
            return;
        }

        int place = random.Next(tensors.Count);
        SafetensorsTensor tensor = tensors[place];
        switch (random.Next(9))
        {
            case 0:
                tensors.RemoveAt(place);
                break;
            case 1:
                string[] names = [prefix + "extra", prefix + "series_offset", head + "series_scale", head + "extra", "other.extra", prefix + "weight_ih", prefix + "weight_hh_l0", head + "bias", prefix + "peephole_i_l0", prefix + "weight_ih_l9"];
                string added = names[random.Next(names.Length)];
                if (tensors.All(each => each.Name != added))
                {
                    tensors.Add(Zeros(added, SafetensorsDtype.F32, [4]));
                }

                break;
            case 2:
                tensors[place] = Zeros(tensor.Name, tensor.Dtype, [.. tensor.Shape.Take(tensor.Shape.Count - 1), tensor.Shape[^1] + random.Next(1, 3)]);
                break;
            case 3:
                tensors[place] = Zeros(tensor.Name, tensor.Dtype, random.Next(2) == 0 ? [.. tensor.Shape, 1] : [.. tensor.Shape.Reverse()]);
                break;
            case 4:
                SafetensorsDtype[] dtypes = [SafetensorsDtype.F64, SafetensorsDtype.I8, SafetensorsDtype.F8E4M3, SafetensorsDtype.F16, SafetensorsDtype.C64];
                tensors[place] = Zeros(tensor.Name, dtypes[random.Next(dtypes.Length)], [.. tensor.Shape]);
                break;
            case 5:
                string renamed = random.Next(3) switch { 0 => tensor.Name + "_l0", 1 => tensor.Name.Replace("_l0", "", StringComparison.Ordinal), _ => "x" + tensor.Name };
                if (tensors.All(each => each.Name != renamed))
                {
                    tensors[place] = Zeros(renamed, tensor.Dtype, [.. tensor.Shape]);
                }

                break;
            case 6:
                string gates = tensor.Name.Contains("_fgo", StringComparison.Ordinal) ? tensor.Name.Replace("_fgo", random.Next(2) == 0 ? "" : "_igo", StringComparison.Ordinal)
                    : tensor.Name.Contains("_igo", StringComparison.Ordinal) ? tensor.Name.Replace("_igo", random.Next(2) == 0 ? "" : "_fgo", StringComparison.Ordinal)
                    : tensor.Name.Replace("_l", random.Next(2) == 0 ? "_fgo_l" : "_igo_l", StringComparison.Ordinal);
                if (tensors.All(each => each.Name != gates))
                {
                    tensors[place] = Zeros(gates, tensor.Dtype, [.. tensor.Shape]);
                }

                break;
            case 7:
                if (tensors.All(each => !each.Name.StartsWith(prefix + "s.series_", StringComparison.Ordinal)))
                {
                    tensors.Add(Zeros(prefix + "s.series_offset", SafetensorsDtype.F32, [3]));
                    tensors.Insert(place, Zeros(prefix + "s.series_scale", random.Next(4) == 0 ? SafetensorsDtype.I32 : SafetensorsDtype.F32, [random.Next(4) == 0 ? 2 : 3]));
                }

                break;
            default:
                tensors[place] = Zeros(tensor.Name, tensor.Dtype, [0]);
                break;
        }
    }

}
