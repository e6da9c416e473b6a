package io.aiplat.gateway.api.chat;

import io.aiplat.gateway.api.contract.BackendFeature;
import io.aiplat.gateway.api.contract.ReadContext;
import io.aiplat.gateway.api.contract.RequestFields;
import java.util.Base64;

/// Reads pictures. They come inside the request or not at all: nothing is fetched.
public final class ImageParts {
    private static final String BASE64_MARK = ";base64,";

    private ImageParts() {}

    /// The base64 of a picture, or its address where whoever is asked fetches it.
    static String ofUrl(RequestFields holder, String name, ReadContext reading) {
        String url = holder.requiredText(name);
        boolean isAddress = url.startsWith("https://") || url.startsWith("http://");
        return isAddress && reading.can(BackendFeature.PICTURE_ADDRESSES) ? url : ofUrl(holder, name);
    }

    /// The base64 of a picture in a `data:` address.
    static String ofUrl(RequestFields holder, String name) {
        String url = holder.requiredText(name);
        int mark = url.indexOf(BASE64_MARK);
        if (!url.startsWith("data:image/") || mark < 0) {
            throw holder.unsupported(
                    name, "aiplat fetches nothing; send the picture itself as data:image/png;base64,...");
        }
        return valid(holder, name, url.substring(mark + BASE64_MARK.length()));
    }

    /// The base64 of a picture that stands by itself.
    public static String ofBase64(RequestFields holder, String name) {
        return valid(holder, name, holder.requiredText(name));
    }

    /// How closely the model looks is the model's to say.
    static void checkDetail(RequestFields holder) {
        String detail = holder.text("detail");
        if (detail != null && !"auto".equals(detail)) {
            holder.leaveOut("detail");
        }
    }

    private static String valid(RequestFields holder, String name, String base64) {
        try {
            if (Base64.getDecoder().decode(base64).length > 0) {
                return base64;
            }
            throw holder.invalid(name, "must not be empty");
        } catch (IllegalArgumentException _) {
            throw holder.invalid(name, "must end in valid base64");
        }
    }
}
