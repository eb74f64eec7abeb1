using LstmGen.Formats;

namespace LstmGen.Tests.Formats.Onnx;

public class RecurrentNodeTests
{
    public static TheoryData<int> Cases => [.. Enumerable.Range(0, RecurrentCase.All().Count())];

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_node_computes_what_ONNX_Runtime_computes(int number)
    {
        RecurrentCase one = RecurrentCase.All().ElementAt(number);
        var file = new RecurrentFile(one);
        LstmModelFile model = LstmModelFile.Read(file.Bytes, "node.onnx");
        (float[] y, float[] h, float[] c) = file.Expected();
        (float[] foundY, float[] foundH, float[] foundC) = file.Found(model);

        TestContext.Current.TestOutputHelper?.WriteLine(one.ToString());
        Models.Close(foundY, y, 2e-6f);
        if (foundH.Length > 0)
        {
            Models.Close(foundH, h, 2e-6f);
        }

        if (foundC.Length > 0 && c.Length > 0)
        {
            Models.Close(foundC, c, 2e-6f);
        }
    }
}
